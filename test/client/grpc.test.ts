import { Client, credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { expect, onTestFinished, test } from 'vitest';
import {
  createMeshClient,
  createStaticSource,
  deadline,
  type GrpcCallsOptions,
  type MeshClientOptions,
  type MeshInstance,
} from '../../lib/client/index.js';
import { planBinomialTest } from '../support/binomial-test.js';
import { meshInstance } from '../support/client/http-instance.js';
import { startEchoInstance, type EchoInstance } from '../support/grpc/echo-instances.js';

const instanceOf = ({ name, port }: EchoInstance, parts: Partial<MeshInstance> = {}): MeshInstance =>
  meshInstance(name, { service: 'echo', ports: { grpc: port }, ...parts });

/** A client of the echo service by way of the mesh. It ends with the test. */
function echoClient(
  source: MeshClientOptions['source'],
  calls: GrpcCallsOptions = {},
  parts: Partial<MeshClientOptions> = {},
) {
  const mesh = createMeshClient({ source, ...parts });
  const { target, options } = mesh.grpc(calls);
  const client = new Client(target('echo'), credentials.createInsecure(), options);
  onTestFinished(() => {
    client.close();
    mesh.close();
  });
  const encode = (text: string): Buffer =>
    Buffer.concat([Buffer.from([10, Buffer.byteLength(text)]), Buffer.from(text)]);
  const decode = (bytes: Buffer): string => bytes.subarray(2).toString();
  return (text = '', headers: Readonly<Record<string, string>> = {}, timeoutMs = 10_000): Promise<string> => {
    const metadata = new Metadata();
    for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
    const call = { deadline: Date.now() + timeoutMs };
    return new Promise((resolve, reject) => {
      client.makeUnaryRequest('/meshwright.test.Echo/Say', encode, decode, text, metadata, call, (error, said) => {
        if (error === null && said !== undefined) resolve(said);
        else reject(error ?? new Error('no answer'));
      });
    });
  };
}

async function counts(say: () => Promise<string>, times: number): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  for (let time = 0; time < times; time++) {
    const said = await say();
    found[said] = (found[said] ?? 0) + 1;
  }
  return found;
}

const failure = (promise: Promise<string>): Promise<number> =>
  promise.then(
    () => status.OK,
    // Only gRPC itself rejects here.
    (error: unknown) => (error as ServiceError).code,
  );

test('gives each connected instance its turns by weight', async () => {
  const [a, b] = [await startEchoInstance('a'), await startEchoInstance('b')];
  const source = createStaticSource([instanceOf(a, { weight: 10 }), instanceOf(b, { weight: 30 })]);
  const say = echoClient(source, { balancing: 'round-robin' });
  await expect.poll(async () => Object.keys(await counts(say, 8)).length).toBe(2);
  expect(await counts(say, 40)).toEqual({ a: 10, b: 30 });
});

test('draws instances by weight', async () => {
  const [a, b] = [await startEchoInstance('a'), await startEchoInstance('b')];
  const source = createStaticSource([instanceOf(a, { weight: 10 }), instanceOf(b, { weight: 30 })]);
  const say = echoClient(source, { balancing: 'random' });
  await expect.poll(async () => Object.keys(await counts(say, 20)).length).toBe(2);
  const { trials, lowest, highest } = planBinomialTest(0.25);
  const { a: drawn = 0 } = await counts(say, trials);
  expect(drawn).toBeGreaterThanOrEqual(lowest);
  expect(drawn).toBeLessThanOrEqual(highest);
});

test('spares an instance that is busy', async () => {
  const [a, b] = [await startEchoInstance('a'), await startEchoInstance('b')];
  const say = echoClient(createStaticSource([instanceOf(a), instanceOf(b)]), { balancing: 'least-request' });
  await expect.poll(async () => Object.keys(await counts(say, 20)).length).toBe(2);
  const before = { a: a.calls(), b: b.calls() };
  const slow = say('sleep 1000');
  await expect.poll(() => a.calls() + b.calls()).toBe(before.a + before.b + 1);
  const idle = a.calls() > before.a ? 'b' : 'a';
  expect(await counts(say, 20)).toEqual({ [idle]: 20 });
  await slow;
  expect(Object.keys(await counts(say, 40)).sort()).toEqual(['a', 'b']);
});

test('keeps calls with one hash key at one instance', async () => {
  const all = await Promise.all(['a', 'b', 'c'].map((name) => startEchoInstance(name)));
  const source = createStaticSource(all.map((instance) => instanceOf(instance)));
  const say = echoClient(source, { balancing: 'hash', hashOn: 'x-user' });
  await expect.poll(async () => Object.keys(await counts(() => say(), 30)).length).toBe(3);
  for (const user of ['x', 'y', 'z', 'w'])
    expect(Object.keys(await counts(() => say('', { 'x-user': user }), 5))).toHaveLength(1);
});

test('follows instances that come and go under load without a failed call', async () => {
  const [a, b] = [await startEchoInstance('a'), await startEchoInstance('b')];
  const source = createStaticSource([instanceOf(a)]);
  const say = echoClient(source, { balancing: 'round-robin' });
  expect(await say()).toBe('a');
  const failed: unknown[] = [];
  const load = { isOn: true };
  onTestFinished(() => {
    load.isOn = false;
  });
  const worker = async (): Promise<void> => {
    while (load.isOn && failed.length === 0) await say().catch((error: unknown) => failed.push(error));
  };
  const workers = Promise.all([worker(), worker(), worker()]);
  for (const list of [[a, b], [b], [a], [a, b], [b]]) {
    source.set(list.map((instance) => instanceOf(instance)));
    const names = list.map(({ name }) => name);
    await expect.poll(async () => Object.keys(await counts(say, 20)).sort()).toEqual(names);
  }
  await a.drain();
  load.isOn = false;
  await workers;
  expect(failed).toEqual([]);
});

test('fails calls while no instance takes them, and goes on when one does', async () => {
  const a = await startEchoInstance('a');
  const source = createStaticSource([instanceOf(a, { status: 'draining' })]);
  const say = echoClient(source, { retries: 'none' });
  expect(await failure(say())).toBe(status.UNAVAILABLE);
  source.set([instanceOf(a)]);
  await expect.poll(() => failure(say())).toBe(status.OK);
});

test('tries again on the statuses that are wanted', async () => {
  const a = await startEchoInstance('a');
  const source = createStaticSource([instanceOf(a)]);
  const say = echoClient(source, { retries: { statuses: ['ABORTED'], attempts: 1, backOffBaseMs: 1 } });
  expect(await say('fail-once ABORTED')).toBe('a');
  expect(await failure(say('fail ABORTED'))).toBe(status.ABORTED);
  expect(a.calls()).toBe(4);
  expect(await failure(say('fail-once INTERNAL'))).toBe(status.INTERNAL);
  expect(a.calls()).toBe(5);
});

test('ends calls in their time, and in the time of what they are part of', async () => {
  const a = await startEchoInstance('a');
  const source = createStaticSource([instanceOf(a)]);
  const timed = echoClient(source, { timeoutMs: 100 });
  const untimed = echoClient(source);
  expect(await failure(timed('sleep 2000'))).toBe(status.DEADLINE_EXCEEDED);
  expect(await failure(deadline.run(100, () => untimed('sleep 2000')))).toBe(status.DEADLINE_EXCEEDED);
  expect(await failure(untimed('sleep 2000', {}, 100))).toBe(status.DEADLINE_EXCEEDED);
  expect(await deadline.run(5_000, () => untimed('sleep 50'))).toBe('a');
});

test('calls instances of its own zone while there are any', async () => {
  const [a, b] = [await startEchoInstance('a'), await startEchoInstance('b')];
  const source = createStaticSource([instanceOf(a, { zone: 'x' }), instanceOf(b, { zone: 'y' })]);
  const say = echoClient(source, {}, { zone: 'y' });
  expect(await counts(say, 10)).toEqual({ b: 10 });
  source.set([instanceOf(a, { zone: 'x' })]);
  await expect.poll(() => say()).toBe('a');
});
