import { createSocket } from 'node:dgram';
import { promises as dns } from 'node:dns';
import { connect } from 'node:net';
import { decode, encode } from 'dns-packet';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { answerPacket } from '../../../lib/registry/dns/answer-packet.js';
import { startDnsServer } from '../../../lib/registry/dns/start-dns-server.js';
import type { InstanceDescription, InstanceStatus } from '../../../lib/registry/model/instance-record.js';
import { staticBackend, type StaticContent } from '../../../lib/registry/static/static-backend.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { instance } from '../../support/registry/contract/samples.js';
import { follow } from '../../support/registry/follow.js';

type Listed = InstanceDescription & { readonly status?: InstanceStatus };
const shop: readonly Listed[] = [
  instance({
    service: 'cart',
    id: 'a',
    address: '10.0.0.1',
    version: 'v1',
    ports: { http: 8080, admin: 9901 },
    weight: 3,
  }),
  instance({ service: 'cart', id: 'b', address: '10.0.0.2', version: 'v2', weight: 500, ports: { http: 8081 } }),
  instance({ service: 'cart', id: 'c', address: '2001:db8::c', version: 'v2' }),
  { ...instance({ service: 'cart', id: 'd', address: '10.0.0.4', version: 'v3' }), status: 'draining' },
  { ...instance({ service: 'gone', id: 'e', address: '10.0.0.5' }), status: 'unhealthy' },
];

async function serve(listed: StaticContent = { instances: shop }) {
  const backend = staticBackend(listed);
  const followed = follow(backend);
  const server = await startDnsServer({
    content: followed.content,
    zone: 'Mesh.Test.',
    address: '127.0.0.1',
    port: 0,
    clock: systemClock,
    random: Math.random,
  });
  onTestFinished(server.close);
  const resolver = new dns.Resolver({ timeout: 5000, tries: 2 });
  resolver.setServers([`127.0.0.1:${String(server.port)}`]);
  return { backend, server, resolver, content: followed.content };
}

test('a service is the addresses of its healthy instances', async () => {
  const { resolver } = await serve();
  expect((await resolver.resolve4('cart.mesh.test')).sort()).toEqual(['10.0.0.1', '10.0.0.2']);
  expect(await resolver.resolve6('CART.mesh.TEST')).toEqual(['2001:db8::c']);
  expect(await resolver.resolve4('cart.mesh.test', { ttl: true })).toContainEqual({ address: '10.0.0.1', ttl: 5 });
});

test('a version is the addresses of the instances that run it', async () => {
  const { resolver } = await serve();
  expect(await resolver.resolve4('v1.cart.mesh.test')).toEqual(['10.0.0.1']);
  expect(await resolver.resolve6('v2.cart.mesh.test')).toEqual(['2001:db8::c']);
});

test('a port is told by SRV with weights, and its targets are names with addresses', async () => {
  const { resolver } = await serve();
  const found = await resolver.resolveSrv('_http._tcp.cart.mesh.test');
  const byTarget = await Promise.all(
    found.map(async ({ name, port, weight, priority }) => {
      const addresses = await resolver.resolve4(name).catch(() => resolver.resolve6(name));
      return `${addresses.join()} ${String(port)} ${String(weight)} ${String(priority)}`;
    }),
  );
  expect(byTarget.sort()).toEqual(['10.0.0.1 8080 3 0', '10.0.0.2 8081 500 0', '2001:db8::c 8080 1 0']);
  expect((await resolver.resolveSrv('_admin._tcp.cart.mesh.test')).map(({ port }) => port)).toEqual([9901]);
  expect((await resolver.resolveSrv('_http._tcp.v2.cart.mesh.test')).map(({ weight }) => weight).sort()).toEqual([
    1, 500,
  ]);
});

test.each([
  ['a service without healthy instances', 'gone.mesh.test', 'ENODATA'],
  ['a version that drains', 'v3.cart.mesh.test', 'ENODATA'],
  ['the name between a service and its ports', '_tcp.cart.mesh.test', 'ENODATA'],
  ['the zone itself', 'mesh.test', 'ENODATA'],
  ['a service that nobody knows', 'nobody.mesh.test', 'ENOTFOUND'],
  ['a version that nobody runs', 'v9.cart.mesh.test', 'ENOTFOUND'],
  ['a name with too many parts', 'x.v1.cart.mesh.test', 'ENOTFOUND'],
  ['a port that nobody has', '_ftp._tcp.cart.mesh.test', 'ENOTFOUND'],
  ['an address name that is none', 'zzzz.addr.mesh.test', 'ENOTFOUND'],
  ['another zone', 'example.com', 'EREFUSED'],
])('%s (%s) is answered with %s', async (_, name, code) => {
  const { resolver } = await serve();
  await expect(resolver.resolve4(name)).rejects.toMatchObject({ code });
});

test("an answer that there is nothing says for how long, by the zone's SOA", async () => {
  const { content, resolver } = await serve();
  for (const [name, flags] of [
    ['nobody', 'NXDOMAIN'],
    ['gone', 'NOERROR'],
  ] as const) {
    const query = encode({ type: 'query', id: 7, flags: 0, questions: [{ type: 'A', name: `${name}.mesh.test` }] });
    const zone = { name: 'mesh.test', ttlSeconds: 5, random: Math.random };
    const response = decode(answerPacket(query, content(), zone, 'udp') ?? Buffer.alloc(0));
    expect(response.rcode).toBe(flags);
    expect(response.authorities).toMatchObject([{ type: 'SOA', name: 'mesh.test', ttl: 5, data: { minimum: 5 } }]);
  }
  expect(await resolver.resolveSoa('mesh.test')).toMatchObject({ nsname: 'ns.mesh.test', minttl: 5 });
});

test('answers follow the content at once', async () => {
  const { resolver, backend } = await serve();
  backend.replace({ instances: [instance({ service: 'cart', id: 'z', address: '10.9.9.9' })] });
  expect(await resolver.resolve4('cart.mesh.test')).toEqual(['10.9.9.9']);
});

test('an answer that is too large for UDP is cut off and comes whole by TCP', async () => {
  const instances = Array.from({ length: 400 }, (_, index) =>
    instance({ service: 'big', id: `i${String(index)}`, address: `10.1.${String(index >> 8)}.${String(index & 255)}` }),
  );
  const { resolver, content } = await serve({ instances });
  expect(new Set(await resolver.resolve4('big.mesh.test')).size).toBe(400);
  expect(await resolver.resolveSrv('_http._tcp.big.mesh.test')).toHaveLength(400);
  const ask = (udpPayloadSize?: number) => {
    const additionals = udpPayloadSize === undefined ? [] : [{ type: 'OPT', name: '.', udpPayloadSize } as const];
    const query = encode({
      type: 'query',
      id: 7,
      flags: 0,
      questions: [{ type: 'A', name: 'big.mesh.test' }],
      additionals,
    });
    return (
      answerPacket(query, content(), { name: 'mesh.test', ttlSeconds: 5, random: Math.random }, 'udp') ??
      Buffer.alloc(0)
    );
  };
  for (const [size, most] of [
    [undefined, 512],
    [100, 512],
    [1000, 1000],
    [65_535, 1232],
  ] as const) {
    const bytes = ask(size);
    expect(bytes.length).toBeLessThanOrEqual(most);
    const response = decode(bytes);
    expect(response.flag_tc).toBe(true);
    expect(response.answers.length).toBeGreaterThan(0);
    expect(response.additionals.some(({ type }) => type === 'OPT')).toBe(size !== undefined);
  }
});

test('addresses come in another order each time', async () => {
  const instances = Array.from({ length: 12 }, (_, index) =>
    instance({ service: 's', id: `i${String(index)}`, address: `10.0.1.${String(index)}` }),
  );
  const { resolver } = await serve({ instances });
  const orders = await Promise.all(Array.from({ length: 5 }, () => resolver.resolve4('s.mesh.test')));
  expect(new Set(orders.map((order) => order.join())).size).toBeGreaterThan(1);
});

test('whatever bytes come, there is an answer or silence, and never an answer to an answer', () => {
  const followed = follow(staticBackend({ instances: shop }));
  const zone = { name: 'mesh.test', ttlSeconds: 5, random: Math.random };
  const query = encode({
    type: 'query',
    id: 7,
    flags: 0,
    questions: [{ type: 'SRV', name: '_http._tcp.cart.mesh.test' }],
    additionals: [{ type: 'OPT', name: '.', udpPayloadSize: 1232 }],
  });
  const answer = (bytes: Buffer) => {
    const response = answerPacket(bytes, followed.content(), zone, 'udp');
    if (response === undefined) return;
    expect(response.length).toBeLessThanOrEqual(1232);
    expect(response.readUInt16BE(0)).toBe(bytes.readUInt16BE(0));
    expect(answerPacket(response, followed.content(), zone, 'udp')).toBe(undefined);
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      answer(Buffer.from(bytes));
    }),
    { numRuns: 2000 },
  );
  const flips = fc.array(fc.tuple(fc.nat(query.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(flips, fc.nat(query.length), (changes, length) => {
      const bytes = Buffer.from(query);
      for (const [at, value] of changes) bytes[at] = value;
      answer(bytes.subarray(0, Math.max(length, 12)));
    }),
    { numRuns: 3000 },
  );
});

test('a flood of garbage by UDP and TCP does not keep others from their answers', async () => {
  const { server, resolver } = await serve();
  const udp = createSocket('udp4');
  onTestFinished(() => {
    udp.close();
  });
  for (let index = 0; index < 500; index += 1)
    udp.send(Buffer.from(fc.sample(fc.uint8Array({ maxLength: 100 }), 1)[0] ?? []), server.port, '127.0.0.1');
  const garbage = Array.from({ length: 20 }, () => connect({ host: '127.0.0.1', port: server.port }));
  for (const socket of garbage) {
    socket.on('error', () => undefined);
    socket.write(Buffer.from([0, 12, ...Array.from({ length: 300 }, () => Math.floor(Math.random() * 256))]));
    onTestFinished(() => {
      socket.destroy();
    });
  }
  expect(await resolver.resolve4('v1.cart.mesh.test')).toEqual(['10.0.0.1']);
});

test('one connection asks many questions, in pieces of whatever size', async () => {
  const { server } = await serve();
  const socket = connect({ host: '127.0.0.1', port: server.port });
  const query = encode({ type: 'query', id: 9, flags: 0, questions: [{ type: 'A', name: 'v1.cart.mesh.test' }] });
  const framed = Buffer.concat([Buffer.from([0, query.length]), query]);
  const all = Buffer.concat(Array.from({ length: 5 }, () => framed));
  let received = Buffer.alloc(0);
  const answered = new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length > 0 && received.length === 5 * (2 + received.readUInt16BE(0))) resolve();
    });
  });
  for (let at = 0; at < all.length; at += 7) socket.write(all.subarray(at, at + 7));
  await answered;
  expect(decode(received.subarray(2, 2 + received.readUInt16BE(0))).answers).toMatchObject([{ data: '10.0.0.1' }]);
  socket.destroy();
});
