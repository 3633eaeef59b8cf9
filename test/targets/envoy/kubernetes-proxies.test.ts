import { expect, test } from 'vitest';
import { proxyFiles } from '../../../lib/envoy-resources/proxy-files.js';
import type { ProxyConfig } from '../../../lib/envoy-resources/proxy-config.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { emitEnvoy } from '../../../lib/targets/envoy/emit-envoy.js';
import { compiled } from '../../support/compiled.js';
import { everyFeature } from '../../support/every-feature.js';
import { meshIr } from '../../support/mesh-ir.js';

const environment = { kind: 'kubernetes', configDirectory: '/etc/meshwright/envoy' } as const;

function emitted(ir: MeshIr, name: string): ProxyConfig {
  const { proxies, diagnostics } = emitEnvoy(compiled(ir), environment);
  expect(diagnostics).toEqual([]);
  const config = proxies.find((proxy) => proxy.name === name);
  if (config === undefined) throw new Error(`no proxy "${name}"`);
  return config;
}

const names = (resources: readonly { readonly name?: string }[]) => resources.map(({ name }) => name);

function fileOf(config: ProxyConfig, name: string): string {
  const text = proxyFiles(config).get(name);
  if (text === undefined) throw new Error(`no file "${name}"`);
  return text;
}

test('makes one proxy for each service, whatever its versions, then one for each gateway', () => {
  const { proxies } = emitEnvoy(compiled(everyFeature()), environment);
  expect(proxies.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'service client',
    'service db',
    'service ledger',
    'service reviews',
    'gateway front',
  ]);
});

test('gives a sidecar what its declared calls need, its workload, and nothing else', () => {
  const { resources } = emitted(everyFeature(), 'client');
  expect(names(resources.listeners)).toEqual([
    'inbound',
    'outbound',
    'outbound/80',
    'outbound/9090',
    'outbound/db/tcp',
    'outbound/mail/smtp',
  ]);
  expect(names(resources.routes)).toEqual(['outbound/80', 'outbound/9090']);
  expect(names(resources.clusters)).toEqual([
    'blackhole',
    'db/tcp',
    'external/api/http',
    'external/api/http/b.example.com',
    'external/mail/smtp',
    'inbound/http',
    'ledger/v1/grpc',
    'reviews/v1/http',
    'reviews/v2/http',
  ]);
  const alone = emitted(everyFeature(), 'ledger').resources;
  expect(names(alone.listeners)).toEqual(['inbound', 'outbound']);
  expect(names(alone.clusters)).toEqual(['blackhole', 'inbound/grpc']);
});

test('does not grow with the mesh around a proxy', () => {
  const meshOf = (others: number): MeshIr =>
    meshIr.mesh({
      services: [
        meshIr.service('a-caller', { calls: [meshIr.call('b-callee')] }),
        meshIr.service('b-callee'),
        ...Array.from({ length: others }, (_, index) => meshIr.service(`other-${String(index).padStart(3, '0')}`)),
      ],
    });
  expect(proxyFiles(emitted(meshOf(100), 'a-caller'))).toEqual(proxyFiles(emitted(meshOf(0), 'a-caller')));
});

test('shares between proxies what they have in common', () => {
  const { proxies } = emitEnvoy(
    compiled(
      meshIr.mesh({
        services: [
          meshIr.service('a', { calls: [meshIr.call('c')] }),
          meshIr.service('b', { calls: [meshIr.call('c')] }),
          meshIr.service('c'),
        ],
      }),
    ),
    environment,
  );
  const [a, b] = proxies;
  expect(a?.bootstrap).toBe(b?.bootstrap);
  expect(a?.resources.listeners.map((each, index) => each === b?.resources.listeners[index])).toEqual([
    true,
    true,
    true,
  ]);
  const [virtualHost] = a?.resources.routes[0]?.virtual_hosts ?? [];
  expect(virtualHost?.name).toBe('c');
  expect(b?.resources.routes[0]?.virtual_hosts?.[0]).toBe(virtualHost);
});

test('sends to the pods of a version, or of all versions, by headless Services on the target port', () => {
  const { resources } = emitted(everyFeature(), 'client');
  const address = (name: string) =>
    resources.clusters.find((cluster) => cluster.name === name)?.load_assignment?.endpoints?.[0]?.lb_endpoints?.[0]
      ?.endpoint?.address?.socket_address;
  expect(address('reviews/v1/http')).toEqual({ address: 'reviews-v1.shop.svc.cluster.local', port_value: 9080 });
  expect(address('db/tcp')).toEqual({ address: 'db-headless.shop.svc.cluster.local', port_value: 5432 });
});

test('takes the connections to a TCP service with a fixed address by that address', () => {
  const { resources } = emitted(everyFeature(), 'client');
  const address = (name: string) => resources.listeners.find((each) => each.name === name)?.address?.socket_address;
  expect(address('outbound/db/tcp')).toEqual({ address: '10.96.0.7', port_value: 5432 });
  expect(address('outbound/mail/smtp')).toEqual({ address: '0.0.0.0', port_value: 25 });
});

test('lets a probe reach a port that is not declared', () => {
  const { resources } = emitted(everyFeature(), 'reviews');
  const [inbound] = resources.listeners;
  expect(inbound?.filter_chains?.map(({ name, filter_chain_match: match }) => [name, match?.destination_port])).toEqual(
    [
      ['http', 9080],
      ['probe-9999', 9999],
    ],
  );
});

test('routes each host of an external service to a cluster that knows its addresses and its certificate', () => {
  const { resources } = emitted(everyFeature(), 'client');
  const hosts = resources.routes[0]?.virtual_hosts?.filter(({ name }) => name.startsWith('api')) ?? [];
  expect(hosts.map(({ domains, routes }) => [domains, routes?.map(({ route }) => route?.cluster)])).toEqual([
    [['a.example.com'], ['external/api/http']],
    [['b.example.com'], ['external/api/http/b.example.com']],
  ]);
  const text = fileOf(emitted(everyFeature(), 'client'), 'cds.json');
  expect(text).toContain('"sni": "a.example.com"');
  expect(text).toContain('"sni": "b.example.com"');
});

test('gives a gateway a heap below the memory limit of its container', () => {
  const text = fileOf(emitted(everyFeature(), 'front'), 'bootstrap.json');
  expect(text).toContain(`"max_heap_size_bytes": ${String(Math.floor(512 * 2 ** 20 * 0.8))}`);
});

test('gives the same bytes every time', () => {
  const all = () => emitEnvoy(compiled(everyFeature()), environment).proxies.map((config) => [...proxyFiles(config)]);
  expect(all()).toEqual(all());
});

test('freezes what it returns, because proxies share it', () => {
  const { resources, bootstrap } = emitted(everyFeature(), 'client');
  for (const part of [
    bootstrap,
    resources,
    resources.listeners[0],
    resources.routes[0]?.virtual_hosts,
    resources.clusters[0],
  ]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});
