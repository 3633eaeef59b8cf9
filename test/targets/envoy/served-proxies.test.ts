import { expect, test } from 'vitest';
import { planServedPorts } from '../../../lib/control-plane/plan-served-ports.js';
import type { ProxyConfig } from '../../../lib/envoy-resources/proxy-config.js';
import { emitEnvoy } from '../../../lib/targets/envoy/emit-envoy.js';
import { compiled } from '../../support/compiled.js';
import { everyFeature } from '../../support/every-feature.js';

const mesh = compiled(everyFeature());
const { proxies, diagnostics } = emitEnvoy(mesh, {
  kind: 'served',
  inboundAddress: '192.0.2.1',
  ...planServedPorts(mesh),
});
const proxy = (name: string): ProxyConfig | undefined => proxies.find((each) => each.name === name);

test('makes one proxy for each version and gateway, services first', () => {
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

test('others reach it at its inbound address, and what its workload dials is on loopback', () => {
  const addresses = (name: string): Readonly<Record<string, string | undefined>> => {
    const listeners = proxy(name)?.resources.listeners ?? [];
    return Object.fromEntries(
      listeners.map((listener) => [listener.name ?? '', listener.address?.socket_address?.address]),
    );
  };
  expect(addresses('client/v1')).toMatchObject({ 'inbound/http': '192.0.2.1', 'outbound/reviews/http': '127.0.0.1' });
  expect(new Set(Object.values(addresses('front')))).toEqual(new Set(['192.0.2.1']));
});

test('names no file: everything comes from the server, and endpoints are no part of it', () => {
  for (const { bootstrap, resources } of proxies) {
    expect(JSON.stringify([bootstrap, resources])).not.toContain('path_config_source');
    expect(resources.endpoints).toEqual([]);
  }
});

test('what callers have in common is one object', () => {
  const cluster = (name: string) => proxy(name)?.resources.clusters.find((each) => each.name === 'reviews/v1/http');
  const routes = (name: string) => proxy(name)?.resources.routes.find((each) => each.name === 'outbound/reviews/http');
  const callers = proxies.map(({ name }) => name).filter((name) => name.includes('/') && routes(name) !== undefined);
  for (const caller of callers) expect(cluster(caller)).toBe(cluster(callers[0] ?? ''));
  const [blue, green] = [proxy('db/blue'), proxy('db/green')];
  expect(blue?.resources.clusters[0]).toBe(green?.resources.clusters[0]);
});
