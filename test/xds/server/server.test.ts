import { pack } from 'envoy-config-types';
import { createCodec } from 'envoy-config-types/codec';
import type { ResourceSet } from '../../../lib/envoy-resources/resource-set.js';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import { createSnapshotEncoder } from '../../../lib/xds/encode-resources.js';
import { startXdsServer, type XdsServer, type XdsServerOptions } from '../../../lib/xds/server/start-xds-server.js';
import type { XdsEvent } from '../../../lib/xds/server/xds-event.js';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../support/eventually.js';
import { openDiscovery } from '../../support/xds/discovery-client.js';

const codec = createCodec();
const encode = createSnapshotEncoder(codec);
const type_url = resourceTypeUrls.cluster;

const withCluster = (name: string): ResourceSet => ({
  clusters: [{ name, connect_timeout: '1s', type: 'STATIC' }],
  endpoints: [{ cluster_name: name }],
  listeners: [],
  routes: [],
  secrets: [{ name, generic_secret: { secret: { inline_string: 'hunter2' } } }],
  extensions: [{ name, typed_config: pack('envoy.extensions.filters.http.router.v3.Router', {}) }],
  onDemandHosts: [{ routes: 'r', virtualHost: { name, domains: [name] } }],
});

async function server(options: Partial<XdsServerOptions> = {}): Promise<XdsServer> {
  const started = await startXdsServer({ address: '127.0.0.1:0', ...options });
  onTestFinished(() => {
    started.close();
  });
  return started;
}

test('a node gets its own resources, and a stream is that of one node', async () => {
  const { port, setSnapshot } = await server();
  setSnapshot('one', encode(withCluster('a')));
  setSnapshot('two', encode(withCluster('b')));
  const stream = openDiscovery(port);
  stream.send({ node: { id: 'two' }, type_url });
  expect(await stream.next()).toMatchObject({ type_url, resources: [{ name: 'b' }] });
  stream.send({ node: { id: 'one' }, type_url });
  expect(await stream.ended).toBe('this stream is that of node "two"');
});

test('a client that does not say which node it is gets nothing', async () => {
  const { port } = await server();
  const stream = openDiscovery(port);
  stream.send({ type_url });
  expect(await stream.ended).toBe('the first request of a stream has to carry the id of the node');
});

test('a node that nobody knows waits until somebody does', async () => {
  const { port, setSnapshot } = await server();
  const stream = openDiscovery(port);
  stream.send({ node: { id: 'late' }, type_url });
  setSnapshot('late', encode(withCluster('a')));
  expect(await stream.next()).toMatchObject({ resources: [{ name: 'a' }] });
});

test.each([
  ['cluster.v3.ClusterDiscoveryService/StreamClusters', []],
  ['endpoint.v3.EndpointDiscoveryService/StreamEndpoints', ['a']],
  ['secret.v3.SecretDiscoveryService/StreamSecrets', ['a']],
  ['extension.v3.ExtensionConfigDiscoveryService/StreamExtensionConfigs', ['a']],
])('%s serves its one type, whose URL need not be said', async (method, resource_names) => {
  const { port, setSnapshot } = await server();
  setSnapshot('one', encode(withCluster('a')));
  const stream = openDiscovery(port, `/envoy.service.${method}`);
  stream.send({ node: { id: 'one' }, resource_names });
  const { resources } = await stream.next();
  expect(resources).toHaveLength(1);
});

test.each([
  ['secret.v3.SecretDiscoveryService/DeltaSecrets', 'a'],
  ['extension.v3.ExtensionConfigDiscoveryService/DeltaExtensionConfigs', 'a'],
  ['route.v3.VirtualHostDiscoveryService/DeltaVirtualHosts', 'r/a'],
])('%s serves what changes of its one type', async (method, name) => {
  const { port, setSnapshot } = await server();
  setSnapshot('one', encode(withCluster('a')));
  const stream = openDiscovery(port, `/envoy.service.${method}`);
  stream.send({ node: { id: 'one' }, resource_names_subscribe: [name] });
  expect(await stream.next()).toMatchObject({ resources: [{ name }] });
});

test('bytes that are no request end their stream and no other', async () => {
  const { port, setSnapshot } = await server();
  setSnapshot('one', encode(withCluster('a')));
  const good = openDiscovery(port);
  good.send({ node: { id: 'one' }, type_url });
  const first = await good.next();
  const bad = openDiscovery(port);
  bad.sendBytes(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x01]));
  expect(await bad.ended).toMatch(/^not a request: /);
  good.send({ type_url, response_nonce: first['nonce'] });
  setSnapshot('one', encode(withCluster('b')));
  expect(await good.next()).toMatchObject({ resources: [{ name: 'b' }], removed_resources: ['a'] });
});

test('more streams, names or bytes than are allowed end the stream', async () => {
  const { port } = await server({ maxStreams: 1, maxNames: 1, maxRequestBytes: 200 });
  const first = openDiscovery(port);
  first.send({ node: { id: 'one' }, type_url, resource_names_subscribe: ['a'] });
  const second = openDiscovery(port);
  expect(await second.ended).toBe('too many streams');
  first.send({ type_url, resource_names_subscribe: ['b'] });
  expect(await first.ended).toBe('more than 1 names are subscribed to');
  const third = openDiscovery(port);
  third.send({ node: { id: 'x'.repeat(300) }, type_url });
  expect(await third.ended).toMatch(/larger than max/);
});

test('a server that drains ends its streams in good order and takes no more', async () => {
  const { port, setSnapshot, drain } = await server();
  setSnapshot('one', encode(withCluster('a')));
  const stream = openDiscovery(port);
  stream.send({ node: { id: 'one' }, type_url });
  await stream.next();
  const drained = drain();
  expect(await stream.ended).toBe('OK');
  await drained;
  expect(await openDiscovery(port).ended).not.toBe('OK');
});

test('what happens is told: who came, what was sent, what was taken, who went', async () => {
  const events: XdsEvent[] = [];
  const { port, setSnapshot, drain } = await server({ onEvent: (event) => void events.push(event) });
  setSnapshot('one', encode(withCluster('a')));
  const stream = openDiscovery(port);
  stream.send({ node: { id: 'one' }, type_url });
  const { nonce } = await stream.next();
  stream.send({ type_url, response_nonce: nonce, error_detail: { code: 3, message: 'no' } });
  await eventually(() => events.some(({ kind }) => kind === 'settled'));
  setSnapshot('one', encode(withCluster('b')));
  await stream.next();
  await drain();
  const id = { stream: 1, nodeId: 'one', group: 'one' };
  const type = type_url;
  const version: unknown = expect.any(String);
  expect(events).toEqual([
    { kind: 'opened', ...id },
    { kind: 'sent', ...id, type, version, names: ['a'], removed: [] },
    { kind: 'rejected', ...id, type, version, names: ['a'], error: { code: 3, message: 'no' } },
    { kind: 'settled', ...id, type },
    { kind: 'unsettled', ...id, type },
    { kind: 'sent', ...id, type, version, names: ['b'], removed: ['a'] },
    { kind: 'closed', ...id },
  ]);
});
