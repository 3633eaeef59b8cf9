import { readFileSync } from 'node:fs';
import { credentials, ServerCredentials, type ChannelCredentials } from '@grpc/grpc-js';
import { createCodec } from 'envoy-config-types/codec';
import { expect, onTestFinished, test } from 'vitest';
import type { Admission, XdsClient } from '../../../lib/xds/admission.js';
import { createSnapshotEncoder } from '../../../lib/xds/encode-resources.js';
import { startXdsServer, type XdsServer, type XdsServerOptions } from '../../../lib/xds/server/start-xds-server.js';
import type { XdsEvent } from '../../../lib/xds/server/xds-event.js';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import { makeCertificateAuthority } from '../../support/certificates.js';
import { temporaryFolderOfFile } from '../../support/temporary-folder-of-file.js';
import { openDiscovery } from '../../support/xds/discovery-client.js';

const codec = createCodec();
const encode = createSnapshotEncoder(codec);
const type_url = resourceTypeUrls.cluster;
const ads = undefined;
const folder = temporaryFolderOfFile();
const ours = makeCertificateAuthority(folder, 'ours');
const others = makeCertificateAuthority(folder, 'others');
const spiffeId = (group: string) => `spiffe://mesh/${group}`;

const clusterCalled = (name: string) =>
  encode({
    clusters: [{ name, connect_timeout: '1s', type: 'STATIC' }],
    endpoints: [],
    listeners: [],
    routes: [],
  });

async function server(options: Partial<XdsServerOptions>): Promise<XdsServer> {
  const started = await startXdsServer({ address: '127.0.0.1:0', ...options });
  onTestFinished(() => {
    started.close();
  });
  return started;
}

/** A server that knows its clients by certificates of our authority; whoever has one belongs to the group that it names. */
function mutualTls(): Partial<XdsServerOptions> {
  const { key, cert } = ours.issue('server', 'DNS:localhost,IP:127.0.0.1');
  const pair = { private_key: key, cert_chain: cert };
  return {
    credentials: ServerCredentials.createSsl(readFileSync(ours.file), [pair], true),
    admit: ({ peerUris: [uri], nodeId }): Admission => {
      const group = uri?.replace('spiffe://mesh/', '') ?? '';
      return nodeId.startsWith(group)
        ? { kind: 'admitted', group }
        : { kind: 'refused', reason: `${String(uri)} may not ask for ${nodeId}` };
    },
  };
}

function withCertificate(name: string, uri: string, authority = ours): ChannelCredentials {
  const { key, cert } = authority.issue(name, `URI:${uri}`);
  return credentials.createSsl(readFileSync(ours.file), key, cert);
}

test('a client gets the resources of the group that its certificate proves, and no other', async () => {
  const { port, setSnapshot } = await server(mutualTls());
  setSnapshot('a', clusterCalled('for a'));
  setSnapshot('b', clusterCalled('for b'));
  const asA = { credentials: withCertificate('a', spiffeId('a')) };
  const own = openDiscovery(port, ads, asA);
  own.send({ node: { id: 'a-1' }, type_url });
  expect(await own.next()).toMatchObject({ resources: [{ name: 'for a' }] });
  const foreign = openDiscovery(port, ads, asA);
  foreign.send({ node: { id: 'b-1' }, type_url });
  expect(await foreign.ended).toBe('spiffe://mesh/a may not ask for b-1');
  expect(await foreign.status).toBe('PERMISSION_DENIED');
});

test('a client without certificate, or with one of another authority, gets no connection', async () => {
  const { port } = await server(mutualTls());
  const without = openDiscovery(port, ads, { credentials: credentials.createSsl(readFileSync(ours.file)) });
  without.send({ node: { id: 'a-1' }, type_url });
  expect(await without.status).toBe('UNAVAILABLE');
  const wrong = openDiscovery(port, ads, { credentials: withCertificate('a', spiffeId('a'), others) });
  wrong.send({ node: { id: 'a-1' }, type_url });
  expect(await wrong.status).toBe('UNAVAILABLE');
});

test('whoever admits is told what the client says and what its connection proves', async () => {
  const asked: XdsClient[] = [];
  const { port } = await server({
    ...mutualTls(),
    admit: (client) => {
      asked.push(client);
      return { kind: 'refused', reason: 'no' };
    },
  });
  const stream = openDiscovery(port, ads, {
    credentials: withCertificate('c', spiffeId('c')),
    metadata: { authorization: 'Bearer abc.def' },
  });
  stream.send({ node: { id: 'c-1', cluster: 'c' }, type_url });
  await stream.ended;
  expect(asked).toEqual([{ nodeId: 'c-1', cluster: 'c', peerUris: ['spiffe://mesh/c'], bearerToken: 'abc.def' }]);
});

test('nothing is sent before the decision, and what was asked meanwhile is answered after it', async () => {
  let decide: (admission: Admission) => void = () => undefined;
  const events: XdsEvent[] = [];
  const { port, setSnapshot } = await server({
    admit: () => new Promise((resolve) => (decide = resolve)),
    onEvent: (event) => void events.push(event),
  });
  setSnapshot('g', clusterCalled('for g'));
  const stream = openDiscovery(port);
  stream.send({ node: { id: 'n' }, type_url });
  stream.send({ type_url: resourceTypeUrls.listener });
  const other = openDiscovery(port);
  other.send({ type_url });
  await other.ended;
  expect(events.filter(({ nodeId }) => nodeId === 'n')).toEqual([]);
  decide({ kind: 'admitted', group: 'g' });
  expect(await stream.next()).toMatchObject({ resources: [{ name: 'for g' }] });
  expect(await stream.next()).toMatchObject({ type_url: resourceTypeUrls.listener });
});

test('all nodes of a group hold the same', async () => {
  const { port, setSnapshot } = await server({ admit: () => ({ kind: 'admitted', group: 'g' }) });
  const streams = ['one', 'two'].map((id) => {
    const stream = openDiscovery(port);
    stream.send({ node: { id }, type_url });
    return stream;
  });
  setSnapshot('g', clusterCalled('for both'));
  for (const stream of streams) expect(await stream.next()).toMatchObject({ resources: [{ name: 'for both' }] });
});

test('streams of a group that is removed end as UNAVAILABLE, and who asks again waits for another snapshot', async () => {
  const { port, setSnapshot, removeGroup } = await server({});
  setSnapshot('g', clusterCalled('old'));
  const first = openDiscovery(port);
  first.send({ node: { id: 'g' }, type_url });
  await first.next();
  removeGroup('g');
  expect(await first.status).toBe('UNAVAILABLE');
  expect(await first.ended).toBe('there is no configuration for "g" any more');
  const second = openDiscovery(port);
  second.send({ node: { id: 'g' }, type_url });
  setSnapshot('g', clusterCalled('new'));
  expect(await second.next()).toMatchObject({ resources: [{ name: 'new' }] });
});

test('who admits and fails at it is no danger: the client is to come back', async () => {
  const { port } = await server({
    admit: () => {
      throw new Error('secret detail');
    },
  });
  const stream = openDiscovery(port);
  stream.send({ node: { id: 'n' }, type_url });
  expect(await stream.ended).toBe('nobody can say now whether this node may be served');
  expect(await stream.status).toBe('UNAVAILABLE');
});

test('who is not admitted, and who breaks the rules, is told of', async () => {
  const events: XdsEvent[] = [];
  const { port } = await server({
    admit: () => ({ kind: 'refused', reason: 'not you' }),
    onEvent: (event) => void events.push(event),
  });
  const stranger = openDiscovery(port);
  stranger.send({ node: { id: 'n' }, type_url });
  await stranger.ended;
  const nameless = openDiscovery(port);
  nameless.send({ type_url });
  await nameless.ended;
  expect(events).toEqual([
    { kind: 'refused', nodeId: 'n', reason: 'not you' },
    { kind: 'failed', nodeId: '', reason: 'the first request of a stream has to carry the id of the node' },
  ]);
});

test.each(['Basic abc', 'Bearer', 'Bearer a b', 'bearer, x'])('"%s" is no token', async (authorization) => {
  const { port } = await server({
    admit: ({ bearerToken }) => ({ kind: 'refused', reason: `token: ${String(bearerToken)}` }),
  });
  const stream = openDiscovery(port, ads, { metadata: { authorization } });
  stream.send({ node: { id: 'n' }, type_url });
  expect(await stream.ended).toBe('token: undefined');
});
