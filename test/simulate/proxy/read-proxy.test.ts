import { pack } from 'envoy-config-types';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { ClusterLoadAssignment } from 'envoy-config-types/envoy/config/endpoint/v3';
import { expect, test } from 'vitest';
import { decide } from '../../../lib/simulate/decide.js';
import { acceptConnection } from '../../../lib/simulate/proxy/accept-connection.js';
import { readProxy, type ProxyInput } from '../../../lib/simulate/proxy/read-proxy.js';
import type { SimulatedCluster } from '../../../lib/simulate/proxy/simulated-cluster.js';
import type { RouteTable, SimulatedVirtualHost } from '../../../lib/simulate/route/route-table.js';
import { emitEnvoy } from '../../../lib/targets/envoy/emit-envoy.js';
import { compiled } from '../../support/compiled.js';
import { everyFeature } from '../../support/every-feature.js';
import { runExample } from '../../support/example-program.js';

const kubernetes = { kind: 'kubernetes', configDirectory: '/etc/meshwright/envoy' } as const;
const nothing: ProxyInput = { name: 'p', listeners: [], routes: [], clusters: [], endpoints: [] };

function assignment(name: string, ...addresses: string[]): ClusterLoadAssignment {
  return {
    cluster_name: name,
    endpoints: [
      {
        lb_endpoints: addresses.map((address) => ({
          endpoint: { address: { socket_address: { address, port_value: 80 } } },
        })),
      },
    ],
  };
}

function readOne(cluster: Cluster, endpoints: ClusterLoadAssignment[] = []): SimulatedCluster | undefined {
  return readProxy({ ...nothing, clusters: [cluster], endpoints }).clusters.get(cluster.name);
}

test('reads the bootstrap before what comes later, and a name only once', () => {
  const proxy = readProxy({
    ...nothing,
    bootstrap: { static_resources: { clusters: [{ name: 'a', type: 'EDS' }], listeners: [{ name: 'l' }] } },
    clusters: [{ name: 'a', type: 'STATIC' }, { name: 'b' }],
    listeners: [{ name: 'm' }],
  });
  expect([...proxy.clusters.values()].map(({ name, discovery }) => [name, discovery])).toEqual([
    ['a', 'eds'],
    ['b', 'static'],
  ]);
  expect(proxy.listeners.map(({ name }) => name)).toEqual(['l', 'm']);
});

test('joins endpoints by the name that the cluster asks for', () => {
  const cluster: Cluster = { name: 'a', type: 'EDS', eds_cluster_config: { service_name: 's' } };
  const read = readOne(cluster, [assignment('a', '1.1.1.1'), assignment('s', '2.2.2.2', '3.3.3.3')]);
  expect(read?.endpoints).toEqual([
    { host: '2.2.2.2', port: 80, weight: 1 },
    { host: '3.3.3.3', port: 80, weight: 1 },
  ]);
  expect(readOne(cluster)?.unknown).toEqual(['cluster "a": its endpoints, which are not there']);
});

test('knows two clusters that differ only in name', () => {
  const content = (name: string, address: string) =>
    readOne({ name, type: 'STATIC', load_assignment: assignment(name, address) })?.content;
  expect(content('a', '1.1.1.1')).toBe(content('b', '1.1.1.1'));
  expect(content('a', '1.1.1.1')).not.toBe(content('a', '1.1.1.2'));
});

test('names every field that it does not know', () => {
  const proxy = readProxy({
    ...nothing,
    bootstrap: {
      header_prefix: 'x-other',
      layered_runtime: { layers: [{ name: 'l', static_layer: { envoy: { reloadable_features: { a: true } } } }] },
    },
    listeners: [
      {
        name: 'l',
        transparent: true,
        listener_filters: [
          { name: 'pp', typed_config: pack('envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol', {}) },
        ],
        filter_chains: [
          {
            name: 'c',
            filter_chain_match: { address_suffix: '1' },
            filters: [
              {
                name: 'rbac',
                typed_config: pack('envoy.extensions.filters.network.rbac.v3.RBAC', { stat_prefix: 'r' }),
              },
              { name: 'echo', typed_config: pack('envoy.extensions.filters.network.echo.v3.Echo', {}) },
            ],
          },
        ],
      },
    ],
    clusters: [{ name: 'a', type: 'STATIC', lb_subset_config: {} }],
  });
  expect(proxy.unknown).toEqual([
    'bootstrap: header_prefix',
    'bootstrap: layered_runtime: envoy.reloadable_features.a',
  ]);
  expect(proxy.listeners[0]?.unknown).toEqual([
    'listener "l": transparent',
    'listener "l": listener_filters: "pp"',
    'listener "l": address',
  ]);
  expect(proxy.listeners[0]?.chains[0]).toMatchObject({
    handler: { kind: 'unknown', filter: 'echo' },
    unknown: [
      'filter chain "c" of listener "l": filters: "rbac"',
      'filter chain "c" of listener "l": filter_chain_match.address_suffix',
    ],
  });
  expect(proxy.clusters.get('a')?.unknown).toEqual(['cluster "a": lb_subset_config']);
});

test.each(['bookinfo', 'every feature'])('knows everything that %s runs on in Kubernetes', async (mesh) => {
  const ir = mesh === 'bookinfo' ? (await runExample('bookinfo/main.ts')).ir : everyFeature();
  const { proxies } = emitEnvoy(compiled(ir), kubernetes);
  expect(proxies.length).toBeGreaterThan(2);
  for (const { name, bootstrap, resources } of proxies) {
    const proxy = readProxy({ name, bootstrap, ...resources });
    const chains = proxy.listeners.flatMap(({ chains: all }) => all);
    const managers = chains.flatMap(({ handler }) => (handler.kind === 'http' ? [handler.manager] : []));
    const routes = managers.flatMap((each) => [each.routes, ...hostsOf(each.routes).flatMap((host) => host.routes)]);
    const parts = [proxy, ...proxy.listeners, ...chains, ...managers, ...routes, ...proxy.clusters.values()];
    const unknown = parts.flatMap((each) => each.unknown);
    expect(routes.length).toBeGreaterThan(0);
    expect([name, unknown]).toEqual([name, []]);
  }
});

test('takes the connections of a Bookinfo pod where the kernel redirects them', async () => {
  const { ir } = await runExample('bookinfo/main.ts');
  const { proxies } = emitEnvoy(compiled(ir), kubernetes);
  const config = proxies.find(({ name }) => name === 'productpage');
  if (config === undefined) throw new Error('no proxy of productpage');
  const proxy = readProxy({ name: config.name, bootstrap: config.bootstrap, ...config.resources });
  const dialled = { destinationAddress: '10.96.0.7', sourceAddress: '10.1.1.1', sourcePort: 40_000, tls: undefined };
  const outbound = acceptConnection(proxy, { ...dialled, destinationPort: 9080 }, { at: 'outbound' });
  expect(outbound.listeners.map(({ name }) => name)).toEqual(['outbound', 'outbound/9080']);
  if (outbound.kind !== 'accepted' || outbound.chain.handler.kind !== 'http') throw new Error('it is no HTTP');
  const decision = decide(outbound.chain.handler.manager, {
    method: 'GET',
    authority: 'reviews:9080',
    path: '/reviews/1',
    scheme: 'http',
    headers: [],
    source: '10.1.1.1',
    port: 9080,
  });
  expect(decision.outcome.kind).toBe('forward');
  const undeclared = acceptConnection(proxy, { ...dialled, destinationPort: 5432 }, { at: 'outbound' });
  expect(undeclared).toMatchObject({ chain: { handler: { kind: 'tcp', choices: [{ cluster: 'blackhole' }] } } });
  expect(proxy.clusters.get('blackhole')?.endpoints).toEqual([]);
  const inbound = acceptConnection(proxy, { ...dialled, destinationPort: 9080 }, { at: 'inbound' });
  expect(inbound).toMatchObject({ kind: 'accepted', chain: { name: 'http', handler: { kind: 'http' } } });
  const closed = acceptConnection(proxy, { ...dialled, destinationPort: 9081 }, { at: 'inbound' });
  expect(closed).toMatchObject({ kind: 'closed', reason: 'no-chain' });
});

function hostsOf({ domains: { exact, suffixes, prefixes, fallback } }: RouteTable): readonly SimulatedVirtualHost[] {
  const wild = [...suffixes, ...prefixes].flatMap(([, hosts]) => [...hosts.values()]);
  return [...exact.values(), ...wild, ...(fallback === undefined ? [] : [fallback])];
}
