import { Client, credentials, type ClientDuplexStream } from '@grpc/grpc-js';
import { createCodec } from 'envoy-config-types/codec';
import { randomInt } from 'node:crypto';
import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { resourceTypes } from '../../../lib/xds/resource-types.js';
import { discoveryMethods } from '../../../lib/xds/server/discovery-methods.js';
import { startXdsServer, type XdsServer } from '../../../lib/xds/server/start-xds-server.js';
import type { XdsEvent } from '../../../lib/xds/server/xds-event.js';
import { eventually } from '../../support/eventually.js';
import { inParallel } from '../../support/in-parallel.js';
import { randomFrom, type RandomFrom } from '../../support/random-from.js';
import { clustersNamed } from '../../support/xds/clusters-named.js';
import { openGoodClient } from '../../support/xds/good-client.js';

const codec = createCodec();
const seed = Number(process.env['MESHWRIGHT_SEED'] ?? randomInt(2 ** 31));
const count = Number(process.env['MESHWRIGHT_XDS_STREAMS'] ?? 1_000);

async function server(onEvent: (event: XdsEvent) => void = () => undefined): Promise<XdsServer> {
  const started = await startXdsServer({ address: '127.0.0.1:0', maxStreams: 20_000, onEvent });
  onTestFinished(() => {
    started.close();
  });
  return started;
}

/** Streams that share some connections, for ten thousand connections are more than a machine has to have. */
function connections(port: number): (path: string) => ClientDuplexStream<Buffer, Buffer> {
  const asIs = (bytes: Buffer): Buffer => bytes;
  const clients = Array.from(
    { length: 20 },
    () =>
      new Client(`127.0.0.1:${String(port)}`, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 }),
  );
  onTestFinished(() => {
    for (const client of clients) client.close();
  });
  let next = 0;
  return (path) => {
    const call = clients[next++ % clients.length]?.makeBidiStreamRequest<Buffer, Buffer>(path, asIs, asIs);
    if (call === undefined) throw new Error('there are no connections');
    call.on('error', () => undefined);
    call.on('data', () => undefined);
    return call;
  };
}

/** A request as a client could send it, in any of its fields. */
function validRequest(random: RandomFrom, isDelta: boolean): Buffer {
  const names = Array.from({ length: random.below(4) }, () => random.pick(['*', 'a', 'b', 'hosts/a', '', '\u{1f600}']));
  const common = {
    ...(random.below(4) === 0 ? {} : { node: { id: random.pick(['a', 'b', '']), cluster: 'c' } }),
    type_url: random.pick([...resourceTypes, 'type.googleapis.com/other', '']),
    response_nonce: random.pick(['', '1', '2', '999999', 'x']),
    ...(random.below(4) === 0 ? { error_detail: { code: random.below(20), message: 'no' } } : {}),
  };
  return Buffer.from(
    isDelta
      ? codec.toBinary('envoy.service.discovery.v3.DeltaDiscoveryRequest', {
          ...common,
          resource_names_subscribe: names,
          resource_names_unsubscribe: names.slice(1),
          initial_resource_versions: Object.fromEntries(names.map((name) => [name, '1'])),
        })
      : codec.toBinary('envoy.service.discovery.v3.DiscoveryRequest', {
          ...common,
          version_info: random.pick(['', '1']),
          resource_names: names,
        }),
  );
}

/** The same with some bytes changed, lost, doubled or put in. */
function mutated(random: RandomFrom, bytes: Buffer): Buffer {
  let result = bytes;
  for (let turn = random.below(4); turn > 0; turn--) {
    const at = random.below(result.length + 1);
    const rest = result.subarray(at + random.below(3));
    result = Buffer.concat([result.subarray(0, at), random.bytes(random.below(4)), rest]);
  }
  return result;
}

test(`whatever bytes come, the server lives and serves others; MESHWRIGHT_SEED=${String(seed)} repeats it`, async () => {
  const random = randomFrom(seed);
  const failed: XdsEvent[] = [];
  const running = await server((event) => {
    if (event.kind === 'failed') failed.push(event);
  });
  running.setSnapshot('a', clustersNamed(['a', 'b']));
  const good = await openGoodClient(running);
  const open = connections(running.port);
  const methods = discoveryMethods as readonly [(typeof discoveryMethods)[number], ...typeof discoveryMethods];
  for (let turn = 0; turn < 40; turn++) {
    await inParallel(25, 25, async () => {
      const { service, name, variant } = random.pick(methods);
      const call = open(`/${service}/${name}`);
      for (let message = random.below(6); message >= 0; message--) {
        const request = validRequest(random, variant === 'delta');
        const kind = random.below(3);
        call.write(kind === 0 ? random.bytes(random.below(200)) : kind === 1 ? mutated(random, request) : request);
      }
      if (random.below(2) === 0) call.end();
      else await new Promise((resolve) => setImmediate(resolve));
      if (random.below(2) === 0) call.cancel();
    });
    await good.isServed();
  }
  expect(failed.length).toBeGreaterThan(100);
});

test('thousands of streams that are opened, say nothing sensible and are dropped leave nothing behind', async () => {
  const open = new Set<number>();
  const running = await server((event) => {
    if (event.kind === 'opened') open.add(event.stream);
    if (event.kind === 'closed') open.delete(event.stream);
  });
  const good = await openGoodClient(running);
  const stream = connections(running.port);
  const path = '/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources';
  const request = Buffer.from(
    codec.toBinary('envoy.service.discovery.v3.DiscoveryRequest', { node: { id: 'x' }, type_url: resourceTypes[0] }),
  );
  const calls = Array.from({ length: count }, (_, index) => {
    const call = stream(path);
    // One in three says nothing at all, one is a client, one talks nonsense.
    if (index % 3 > 0) call.write(index % 3 === 1 ? request : Buffer.from([0xff, 0x01, 0x02]));
    return call;
  });
  await eventually(() => open.size === 1 + Math.floor((count + 1) / 3), 60_000);
  await good.isServed();
  for (const call of calls) call.cancel();
  await eventually(() => open.size === 1, 60_000);
  await good.isServed();
});

test('bytes that are no HTTP/2 end their connection and no other', async () => {
  const running = await server();
  const good = await openGoodClient(running);
  const random = randomFrom(seed);
  await inParallel(50, 10, async () => {
    const socket = connect(running.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(random.bytes(300));
    socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    socket.end(random.bytes(300));
    socket.resume();
    await once(socket, 'close');
  });
  await good.isServed();
});
