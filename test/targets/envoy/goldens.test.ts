import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import { expect, test } from 'vitest';
import type { ProxyConfig } from '../../../lib/envoy-resources/proxy-config.js';
import { emitEnvoy } from '../../../lib/targets/envoy/emit-envoy.js';
import { stableJson } from '../../../lib/util/stable-json.js';
import { compiled } from '../../support/compiled.js';
import { everyFeature } from '../../support/every-feature.js';

const { proxies } = emitEnvoy(compiled(everyFeature()), {
  kind: 'kubernetes',
  configDirectory: '/etc/meshwright/envoy',
});

function proxy(name: string): ProxyConfig {
  const config = proxies.find((each) => each.name === name);
  if (config === undefined) throw new Error(`no proxy "${name}"`);
  return config;
}

const golden = (resource: unknown, name: string) =>
  expect(stableJson(resource)).toMatchFileSnapshot(`golden/${name}.json`);

const clusterOf = (owner: string, name: string): Cluster | undefined =>
  proxy(owner).resources.clusters.find((cluster) => cluster.name === name);

const routesOf = (owner: string, host: string) =>
  proxy(owner)
    .resources.routes.flatMap(({ virtual_hosts: hosts = [] }) => hosts)
    .find(({ name }) => name === host)?.routes ?? [];

test('writes every value of a cluster', async () => {
  const cluster = clusterOf('client', 'reviews/v2/http');
  expect(cluster?.circuit_breakers?.thresholds).toEqual([
    { max_connections: 10, max_pending_requests: 20, max_requests: 30, max_retries: 4 },
  ]);
  expect(cluster?.connect_timeout).toBe('0.25s');
  expect(cluster?.lb_policy).toBe('MAGLEV');
  await golden(cluster, 'cluster');
});

test('verifies the certificate of an external service', async () => {
  const cluster = clusterOf('client', 'external/api/http');
  expect(JSON.stringify(cluster)).toContain(
    '"match_typed_subject_alt_names":[{"san_type":"DNS","matcher":{"exact":"a.example.com"}}]',
  );
  await golden(cluster, 'external-cluster');
});

test('writes a route for each way to meet its match', async () => {
  const [first, second, third] = routesOf('client', 'reviews');
  expect([first?.match.path, second?.match.path, third?.match.safe_regex?.regex]).toEqual(['/a', '/a', '/b/[^/]+']);
  await golden(first, 'route');
});

test('writes shares as integers of exactly the same proportion', async () => {
  const split = routesOf('client', 'reviews').find(({ name }) => name === 'reviews/http/rewritten');
  expect(split?.route?.weighted_clusters?.clusters.map(({ weight }) => weight)).toEqual([995, 5]);
  await golden(split, 'split-route');
});

test('writes a redirect', async () => {
  const redirect = routesOf('client', 'reviews').find(({ name }) => name === 'reviews/http/moved');
  expect(redirect?.redirect?.response_code).toBe('PERMANENT_REDIRECT');
  await golden(redirect, 'redirect-route');
});

test('writes a listener for callees', async () => {
  const listener = proxy('client').resources.listeners.find(({ name }) => name === 'outbound/80');
  expect(listener?.bind_to_port).toBe(false);
  await golden(listener, 'outbound-listener');
});

test('writes a listener for callers', async () => {
  const listener = proxy('db').resources.listeners.find(({ name }) => name === 'inbound');
  expect(listener?.address?.socket_address).toEqual({ address: '0.0.0.0', port_value: 15006 });
  await golden(listener, 'inbound-listener');
});

test('writes a listener for strangers', async () => {
  const listener = proxy('front').resources.listeners[0];
  expect(listener?.per_connection_buffer_limit_bytes).toBe(32_768);
  await golden(listener, 'gateway-listener');
});

test('writes a bootstrap', async () => {
  const { bootstrap } = proxy('client');
  expect(bootstrap.admin?.address?.socket_address).toEqual({ address: '127.0.0.1', port_value: 15000 });
  const { static_resources: fixed, ...rest } = bootstrap;
  await golden(rest, 'bootstrap');
  await golden(fixed?.listeners?.[0], 'health-listener');
});
