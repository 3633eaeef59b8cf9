import { expect, test } from 'vitest';
import { proxyFiles } from '../../../lib/envoy-resources/proxy-files.js';
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
  const text = proxies.map((config) => [...proxyFiles(config).values()].join()).join();
  expect(text).not.toContain('0.0.0.0');
});

test('gives each callee port a listener of its own, and each route configuration and set of endpoints a file', () => {
  expect(client?.resources.listeners.map(({ name }) => name)).toEqual([
    'inbound/http',
    'outbound/api/http',
    'outbound/db/tcp',
    'outbound/ledger/grpc',
    'outbound/mail/smtp',
    'outbound/reviews/http',
  ]);
  expect(client === undefined ? [] : [...proxyFiles(client).keys()]).toEqual([
    'bootstrap.json',
    'cds.json',
    'eds-db.tcp.json',
    'eds-ledger.v1.grpc.json',
    'eds-reviews.v1.http.json',
    'eds-reviews.v2.http.json',
    'lds.json',
    'rds-outbound.api.http.json',
    'rds-outbound.ledger.grpc.json',
    'rds-outbound.reviews.http.json',
  ]);
});

test('finds the instances of a destination at the inbound ports of their proxies', () => {
  const ports = (name: string) =>
    client?.resources.endpoints
      .find((assignment) => assignment.cluster_name === name)
      ?.endpoints?.flatMap(({ lb_endpoints: endpoints = [] }) =>
        endpoints.map(({ endpoint }) => endpoint?.address?.socket_address?.port_value),
      );
  const inbound = (instance: string, port: string) => environment.instances[instance]?.inboundPorts[port];
  expect(ports('reviews/v2/http')).toEqual([inbound('reviews/v2', 'http')]);
  expect(ports('db/tcp')).toEqual([inbound('db/blue', 'tcp'), inbound('db/green', 'tcp')]);
});

test('names no folder but those of the environment', () => {
  for (const config of proxies) {
    const folder = environment.configDirectoryByInstance[config.name] ?? '';
    const text = [...proxyFiles(config).values()].join();
    const paths = [...text.matchAll(/"path": "(\/run[^"]*)"/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !path.startsWith(`${folder}/`))).toEqual([]);
  }
});
