import { expect, test } from 'vitest';
import { emitEnvoy } from '../../../lib/targets/envoy/emit-envoy.js';
import { compiled } from '../../support/compiled.js';
import { everyFeature } from '../../support/every-feature.js';
import { localEnvironment } from '../../support/local-environment.js';

const mesh = compiled(everyFeature());
const environment = localEnvironment(mesh);
const { proxies, diagnostics } = emitEnvoy(mesh, environment);
const client = proxies.find(({ name }) => name === 'client/v1');

test('makes one proxy for each instance, services first', () => {
  expect(diagnostics).toEqual([]);
  expect(proxies.map(({ name }) => name)).toEqual([
    'client/v1',
    'db/blue',
    'db/green',
    'ledger/v1',
    'reviews/v1',
    'reviews/v2',
    'front',
  ]);
});

test('listens on loopback only', () => {
  expect(JSON.stringify(proxies)).not.toContain('0.0.0.0');
});

test('gives each callee port a listener of its own', () => {
  expect(client?.resources.listeners.map(({ name }) => name)).toEqual([
    'inbound/http',
    'outbound/api/http',
    'outbound/db/tcp',
    'outbound/ledger/grpc',
    'outbound/mail/smtp',
    'outbound/reviews/http',
  ]);
});

test('asks the server for everything, endpoints too, and names no file', () => {
  for (const { bootstrap, resources } of proxies) {
    expect(JSON.stringify([bootstrap, resources])).not.toContain('path_config_source');
    expect(resources.endpoints).toEqual([]);
  }
  const sources = client?.resources.clusters.flatMap(({ eds_cluster_config: eds }) => eds?.eds_config ?? []);
  expect(sources).toHaveLength(4);
  expect(new Set(sources)).toEqual(new Set([{ resource_api_version: 'V3', ads: {} }]));
});
