import { createSocket } from 'node:dgram';
import { decode, encode } from 'dns-packet';
import { expect, onTestFinished, test } from 'vitest';
import { dnsBackend } from '../../../lib/registry/dns/dns-backend.js';
import type { DnsName } from '../../../lib/registry/dns/resolve-name.js';
import { startDnsServer } from '../../../lib/registry/dns/start-dns-server.js';
import type { RegistryBackend } from '../../../lib/registry/model/registry-backend.js';
import { type StaticBackend, staticBackend } from '../../../lib/registry/static/static-backend.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { backendContract } from '../../support/registry/backend-contract.js';
import { fakeClock } from '../../support/fake-clock.js';
import { instance } from '../../support/registry/contract/samples.js';
import { follow } from '../../support/registry/follow.js';

const zone = 'mesh.test';
const address = '127.0.0.1';
const nameOf = (service: string): DnsName => ({
  kind: 'address',
  service,
  name: `${service}.${zone}`,
  ports: { http: 8080 },
});

/** A real DNS server that serves what a test says. */
async function upstream(port = 0, source: StaticBackend = staticBackend({ instances: [] })) {
  const followed = follow(source);
  const server = await startDnsServer({
    content: followed.content,
    zone,
    address,
    port,
    clock: systemClock,
    random: Math.random,
    ttlSeconds: 1,
  });
  return { source, ...server };
}

function asking(port: number, names: readonly DnsName[], others: readonly number[] = []): RegistryBackend {
  return dnsBackend({
    names,
    servers: [...others, port].map((one) => ({ address, port: one })),
    clock: systemClock,
    random: Math.random,
    timeoutMs: 1000,
  });
}

function followed(backend: RegistryBackend) {
  onTestFinished(backend.close);
  return follow(backend);
}

const addresses = (of: ReadonlyMap<string, { readonly address: string }> | undefined) =>
  [...(of?.values() ?? [])].map(({ address: one }) => one).sort();

backendContract({
  name: 'dns',
  create: async () => {
    const { source, port, close } = await upstream();
    return {
      backend: asking(port, [nameOf('cart'), nameOf('pay')]),
      seed: (instances) => {
        source.replace({ instances });
        return Promise.resolve();
      },
      stop: close,
    };
  },
  capabilities: { writes: false, leases: false, requestIds: false, fencing: false, clients: false },
});

test('SRV records tell ports and weights of the instances', async () => {
  const { source, port, close } = await upstream();
  onTestFinished(close);
  source.replace({
    instances: [
      instance({ service: 'cart', id: 'a', address: '10.0.0.1', weight: 30, ports: { http: 8081 } }),
      instance({ service: 'cart', id: 'b', address: '2001:db8::1', weight: 70, ports: { http: 8082 } }),
    ],
  });
  const told = followed(
    asking(port, [{ kind: 'srv', service: 'basket', name: `_http._tcp.cart.${zone}`, portName: 'web', version: 'v2' }]),
  );
  const content = await told.until(({ instances }) => instances.get('basket')?.size === 2);
  const found = [...(content.instances.get('basket')?.values() ?? [])].sort((a, b) => a.weight - b.weight);
  expect(found).toMatchObject([
    { id: '10.0.0.1-8081', address: '10.0.0.1', ports: { web: 8081 }, weight: 30, version: 'v2', status: 'healthy' },
    { id: '2001-db8--1-8082', address: '2001:db8::1', ports: { web: 8082 }, weight: 70, version: 'v2' },
  ]);
});

test('an answer that was cut off is fetched whole', async () => {
  const { source, port, close } = await upstream();
  onTestFinished(close);
  const instances = Array.from({ length: 300 }, (_, index) =>
    instance({ service: 'big', id: `i${String(index)}`, address: `10.1.${String(index >> 8)}.${String(index & 255)}` }),
  );
  source.replace({ instances });
  const srv: DnsName = { kind: 'srv', service: 'ports', name: `_http._tcp.big.${zone}`, portName: 'http' };
  const told = followed(asking(port, [nameOf('big'), srv]));
  await told.until(
    (content) => content.instances.get('big')?.size === 300 && content.instances.get('ports')?.size === 300,
  );
});

test(
  'while the server is away what was known stays, as stale, and lives again with it',
  { timeout: 60_000 },
  async () => {
    const { source, port, close } = await upstream();
    source.replace({ instances: [instance({ service: 'cart', id: 'a', address: '10.0.0.1' })] });
    const told = followed(asking(port, [nameOf('cart')]));
    await told.until(({ instances }) => instances.get('cart')?.size === 1);
    await close();
    expect(await told.untilStale()).toContain(`"cart.${zone}" cannot be looked up`);
    expect(addresses(told.content().instances.get('cart'))).toEqual(['10.0.0.1']);
    source.replace({ instances: [instance({ service: 'cart', id: 'b', address: '10.0.0.2' })] });
    const again = await upstream(port, source);
    onTestFinished(again.close);
    await told.until(({ instances }) => addresses(instances.get('cart')).join() === '10.0.0.2');
    expect(told.staleReason()).toBe(undefined);
  },
);

test('that there is nothing any more is believed', async () => {
  const { source, port, close } = await upstream();
  onTestFinished(close);
  source.replace({ instances: [instance({ service: 'cart', id: 'a' })] });
  const told = followed(asking(port, [nameOf('cart')]));
  await told.until(({ instances }) => instances.get('cart')?.size === 1);
  source.replace({ instances: [] });
  await told.until(({ services, instances }) => services.has('cart') && !instances.has('cart'));
});

test('where one server does not answer the next one is asked', async () => {
  const { source, port, close } = await upstream();
  onTestFinished(close);
  source.replace({ instances: [instance({ service: 'cart', id: 'a' })] });
  const gone = await upstream();
  await gone.close();
  const told = followed(asking(port, [nameOf('cart')], [gone.port]));
  await told.until(({ instances }) => instances.get('cart')?.size === 1);
  expect(told.staleReason()).toBe(undefined);
});

test('a name is asked again when its TTL is over and not before, and answers to other questions do not count', async () => {
  let asked = 0;
  const server = createSocket('udp4');
  server.on('message', (bytes, { port }) => {
    const { id, questions } = decode(bytes);
    const [question] = questions;
    if (question === undefined) return;
    if (question.type === 'A') asked += 1;
    const answers =
      question.type === 'A' ? [{ type: 'A', name: question.name, ttl: 2, data: '10.0.0.1' } as const] : [];
    const forged = [{ type: 'A', name: question.name, ttl: 2, data: '6.6.6.6' } as const];
    for (const packet of [
      { id: (id + 1) % 65_536, questions, answers: forged },
      { id, questions: [{ type: question.type, name: 'other.test' }], answers: forged },
      { id, questions, answers },
    ])
      server.send(encode({ type: 'response', flags: 0, ...packet }), port, address);
    server.send('garbage', port, address);
  });
  await new Promise<void>((resolve) => {
    server.bind(0, address, resolve);
  });
  onTestFinished(() => {
    server.close();
  });
  const clock = fakeClock();
  const servers = [{ address, port: server.address().port }];
  const told = followed(dnsBackend({ names: [nameOf('cart')], servers, clock, random: Math.random }));
  const content = await told.until(({ instances }) => instances.get('cart')?.size === 1);
  expect(addresses(content.instances.get('cart'))).toEqual(['10.0.0.1']);
  await clock.advance(1999);
  expect(asked).toBe(1);
  await clock.advance(1);
  await expect.poll(() => asked, { timeout: 15_000 }).toBe(2);
});
