import { Client, credentials, type ClientDuplexStream } from '@grpc/grpc-js';
import { createCodec } from 'envoy-config-types/codec';
import { expect, onTestFinished, test } from 'vitest';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import { startXdsServer, type XdsServer, type XdsServerOptions } from '../../../lib/xds/server/start-xds-server.js';
import type { XdsEvent } from '../../../lib/xds/server/xds-event.js';
import { eventually } from '../../support/eventually.js';
import { openDeadEnd } from '../../support/xds/dead-end.js';
import { clustersNamed } from '../../support/xds/clusters-named.js';
import { openDiscovery } from '../../support/xds/discovery-client.js';
import { openGoodClient } from '../../support/xds/good-client.js';

const codec = createCodec();
const type_url = resourceTypeUrls.cluster;

async function server(
  options: Partial<XdsServerOptions> = {},
): Promise<{ readonly running: XdsServer; readonly of: (nodeId: string, kind: XdsEvent['kind']) => number }> {
  const events: XdsEvent[] = [];
  const running = await startXdsServer({
    address: '127.0.0.1:0',
    ...options,
    onEvent: (event) => void events.push(event),
  });
  onTestFinished(() => {
    running.close();
  });
  return {
    running,
    of: (nodeId, kind) => events.filter((event) => event.nodeId === nodeId && event.kind === kind).length,
  };
}

/** A client that writes what it likes, and reads only when it is told to. */
function openRaw(port: number): ClientDuplexStream<Buffer, Buffer> {
  const client = new Client(`127.0.0.1:${String(port)}`, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.max_receive_message_length': -1,
  });
  const asIs = (bytes: Buffer): Buffer => bytes;
  const path = '/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources';
  const call: ClientDuplexStream<Buffer, Buffer> = client.makeBidiStreamRequest(path, asIs, asIs);
  call.on('error', () => undefined);
  onTestFinished(() => {
    call.cancel();
    client.close();
  });
  return call;
}

const bytesOf = (request: object): Buffer =>
  Buffer.from(codec.toBinary('envoy.service.discovery.v3.DeltaDiscoveryRequest', request));

test('a client that never answers is sent one response of a type, however much changes', async () => {
  const { running, of } = await server();
  const good = await openGoodClient(running);
  running.setSnapshot('mute', clustersNamed(['a']));
  const mute = openDiscovery(running.port);
  mute.send({ node: { id: 'mute' }, type_url });
  await mute.next();
  for (let turn = 0; turn < 200; turn++) running.setSnapshot('mute', clustersNamed([`a-${String(turn)}`]));
  await good.isServed();
  expect(of('mute', 'sent')).toBe(1);
});

test('a client that refuses everything is sent each thing once in company and once alone, and then nothing', async () => {
  const { running, of } = await server();
  const good = await openGoodClient(running);
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  running.setSnapshot('no', clustersNamed(names));
  const no = openDiscovery(running.port);
  no.send({ node: { id: 'no' }, type_url });
  const refuse = async (times: number): Promise<void> => {
    for (let turn = 0; turn < times; turn++) {
      const { nonce } = await no.next();
      no.send({ type_url, response_nonce: nonce, error_detail: { code: 3, message: 'no' } });
    }
  };
  // Halves, until each stands alone: eight, twice four, four times two, eight times one.
  await refuse(15);
  await eventually(() => of('no', 'rejected') === 15);
  await good.isServed();
  expect(of('no', 'sent')).toBe(15);
  running.setSnapshot('no', clustersNamed(['z']));
  // What is new, and that the eight are gone: nine things.
  await refuse(17);
  await eventually(() => of('no', 'rejected') === 32);
  await good.isServed();
  expect(of('no', 'sent')).toBe(32);
});

test('for a client that does not read, little is written, even when it pretends to have read; later it gets the latest', async () => {
  const { running, of } = await server();
  const good = await openGoodClient(running);
  const megabyte = 2 ** 20;
  running.setSnapshot('deaf', clustersNamed(['a-0'], megabyte));
  const deaf = openRaw(running.port);
  deaf.pause();
  deaf.write(bytesOf({ node: { id: 'deaf' }, type_url }));
  await eventually(() => of('deaf', 'sent') === 1);
  for (let turn = 1; turn <= 50; turn++) {
    // Nonces are counted, so they can be guessed.
    deaf.write(bytesOf({ type_url, response_nonce: String(turn) }));
    running.setSnapshot('deaf', clustersNamed([`a-${String(turn)}`], megabyte));
    await good.isServed();
  }
  expect(of('deaf', 'sent')).toBeLessThan(4);
  const names: string[] = [];
  deaf.on('data', (bytes: Buffer) => {
    const { nonce, resources } = codec.fromBinary('envoy.service.discovery.v3.DeltaDiscoveryResponse', bytes);
    names.push(...(resources as unknown as readonly { readonly name: string }[]).map(({ name }) => name));
    deaf.write(bytesOf({ type_url, response_nonce: nonce }));
  });
  deaf.resume();
  await eventually(() => names.at(-1) === 'a-50', 20_000);
  expect(names.length).toBeLessThan(6);
});

test('a client that reads slowly misses what was replaced meanwhile, and holds up nobody', async () => {
  const { running, of } = await server();
  const good = await openGoodClient(running);
  running.setSnapshot('slow', clustersNamed(['a'], 2 ** 20));
  const slow = openRaw(running.port);
  slow.write(bytesOf({ node: { id: 'slow' }, type_url }));
  let taken = 0;
  slow.on('data', (bytes: Buffer) => {
    taken += 1;
    const { nonce } = codec.fromBinary('envoy.service.discovery.v3.DeltaDiscoveryResponse', bytes);
    slow.pause();
    void good.isServed().then(() => {
      slow.write(bytesOf({ type_url, response_nonce: nonce }));
      slow.resume();
    });
  });
  await eventually(() => taken > 0);
  for (let turn = 0; turn < 100; turn++) running.setSnapshot('slow', clustersNamed([`a-${String(turn)}`], 2 ** 20));
  await eventually(() => of('slow', 'accepted') >= 2);
  expect(of('slow', 'sent')).toBeLessThan(10);
});

test('a message or a list of names that is too long ends its stream and no other', async () => {
  const { running } = await server({ maxRequestBytes: 2_000, maxNames: 50 });
  const good = await openGoodClient(running);
  const long = openDiscovery(running.port);
  long.send({ node: { id: 'x'.repeat(3_000) }, type_url });
  expect(await long.status).toBe('RESOURCE_EXHAUSTED');
  const many = openDiscovery(running.port);
  const names = Array.from({ length: 51 }, (_, index) => String(index));
  many.send({ node: { id: 'many' }, type_url, resource_names_subscribe: names });
  expect(await many.ended).toBe('more than 50 names are subscribed to');
  await good.isServed();
});

test('a name of a node, however long and odd, goes into no error in full length', async () => {
  const { running } = await server();
  const odd = `\u{1f600}${'\u{10ffff}'.repeat(20_000)}`;
  const stream = openDiscovery(running.port);
  stream.send({ node: { id: odd }, type_url });
  stream.send({ node: { id: 'other' }, type_url });
  expect((await stream.ended).length).toBeLessThan(1_000);
  expect(await stream.status).toBe('INVALID_ARGUMENT');
});

test('a stream beyond the limit is refused, and admitted when another has gone', async () => {
  const { running, of } = await server({ maxStreams: 2 });
  const good = await openGoodClient(running);
  const second = openRaw(running.port);
  second.write(bytesOf({ node: { id: 'second' }, type_url }));
  await eventually(() => of('second', 'opened') === 1);
  expect(await openDiscovery(running.port).status).toBe('RESOURCE_EXHAUSTED');
  second.cancel();
  await eventually(() => of('second', 'closed') === 1);
  running.setSnapshot('third', clustersNamed(['a']));
  const third = openDiscovery(running.port);
  third.send({ node: { id: 'third' }, type_url });
  await third.next();
  await good.isServed();
});

test('a stream that says nothing, and one whose admission nobody decides, do not stay for ever', async () => {
  const { running } = await server({ admissionTimeoutMs: 50, admit: () => new Promise(() => undefined) });
  const silent = openRaw(running.port);
  const code = new Promise((resolve) =>
    silent.on('status', ({ details }) => {
      resolve(details);
    }),
  );
  silent.resume();
  expect(await code).toBe('the client was not admitted in time');
  const undecided = openDiscovery(running.port);
  undecided.send({ node: { id: 'n' }, type_url });
  expect(await undecided.status).toBe('DEADLINE_EXCEEDED');
});

test('a client that is gone without a word is found out', async () => {
  const { running, of } = await server({ keepaliveMs: 300 });
  const way = await openDeadEnd(running.port);
  const lost = openDiscovery(way.port);
  running.setSnapshot('lost', clustersNamed(['a']));
  lost.send({ node: { id: 'lost' }, type_url });
  await lost.next();
  way.block();
  await eventually(() => of('lost', 'closed') === 1, 10_000);
});

test('a server that drains waits no longer than it is told for clients that do not read', async () => {
  const { running, of } = await server();
  running.setSnapshot('deaf', clustersNamed(['a'], 2 ** 22));
  const deaf = openRaw(running.port);
  deaf.pause();
  deaf.write(bytesOf({ node: { id: 'deaf' }, type_url }));
  await eventually(() => of('deaf', 'sent') === 1);
  await running.drain(100);
  expect(of('deaf', 'closed')).toBe(1);
});
