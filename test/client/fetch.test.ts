import { expect, onTestFinished, test } from 'vitest';
import {
  createMeshClient,
  createStaticSource,
  deadline,
  type MeshClient,
  type MeshInstance,
} from '../../lib/client/index.js';
import { meshInstance, startHttpInstance } from '../support/client/http-instance.js';
import { freePort } from '../support/free-port.js';

function clientOf(instances: readonly MeshInstance[], parts: object = {}): MeshClient {
  const client = createMeshClient({ source: createStaticSource(instances), balancing: 'round-robin', ...parts });
  onTestFinished(client.close);
  return client;
}

const text = async (client: MeshClient, ...args: Parameters<MeshClient['fetch']>): Promise<string> =>
  (await client.fetch(...args)).text();

test('asks an instance of the service that the host names, says which, and takes turns', async () => {
  const [a, b] = [await startHttpInstance('a'), await startHttpInstance('b')];
  const client = clientOf([a.instance, b.instance]);
  const answers = [];
  for (let time = 0; time < 4; time++) answers.push(await text(client, 'http://reviews/ratings?id=7'));
  expect(answers.sort()).toEqual(['a', 'a', 'b', 'b']);
  expect(a.requests[0]?.url).toBe('/ratings?id=7');
  expect(a.requests[0]?.headers['x-forwarded-host']).toBe('reviews');
});

test('uses only instances that are healthy, of the version and port that are wanted, of its own zone while there are any', async () => {
  const near = await startHttpInstance('near', undefined, { zone: 'a', version: 'v1' });
  const far = await startHttpInstance('far', undefined, { zone: 'b', version: 'v2' });
  const sick = await startHttpInstance('sick', undefined, { zone: 'a', status: 'unhealthy' });
  const leaving = await startHttpInstance('leaving', undefined, { zone: 'a', status: 'draining' });
  const source = createStaticSource([near.instance, far.instance, sick.instance, leaving.instance]);
  const client = createMeshClient({ source, zone: 'a' });
  onTestFinished(client.close);
  for (let time = 0; time < 5; time++) expect(await text(client, 'http://reviews/')).toBe('near');
  expect(await text(client, 'http://reviews/', { version: 'v2' })).toBe('far');
  source.set([far.instance, sick.instance]);
  expect(await text(client, 'http://reviews/')).toBe('far');
  expect(client.instancesOf('reviews', { zone: 'a' }).map(({ id }) => id)).toEqual(['sick']);
  await expect(client.fetch('http://reviews/', { port: 'admin' })).rejects.toThrow('no instance of "reviews"');
  await expect(client.fetch('http://unknown/')).rejects.toThrow('no instance of "unknown" takes requests');
});

test('keeps requests with one key at one instance', async () => {
  const all = await Promise.all(['a', 'b', 'c'].map((id) => startHttpInstance(id)));
  const client = clientOf(
    all.map(({ instance }) => instance),
    { balancing: 'hash' },
  );
  for (const key of ['x', 'y', 'z', 'w']) {
    const first = await text(client, 'http://reviews/', { key });
    for (let time = 0; time < 3; time++) expect(await text(client, 'http://reviews/', { key })).toBe(first);
  }
});

test('tries again on another instance where a connection fails or the answer is a 503', async () => {
  const good = await startHttpInstance('good');
  const bad = await startHttpInstance('bad', (_, response) => {
    response.writeHead(503).end('bad');
  });
  const gone = meshInstance('gone', { ports: { http: await freePort() } });
  const client = clientOf([bad.instance, gone, good.instance], { ejection: 'none' });
  for (let time = 0; time < 3; time++) expect(await text(client, 'http://reviews/')).toBe('good');
  expect(good.requests).toHaveLength(3);
});

test('sends nothing twice that may do harm twice', async () => {
  const bad = await startHttpInstance('bad', (_, response) => {
    response.writeHead(503).end('bad');
  });
  const client = clientOf([bad.instance]);
  expect((await client.fetch('http://reviews/', { method: 'POST', body: 'x' })).status).toBe(503);
  expect(bad.requests).toHaveLength(1);
  const stream = new ReadableStream({
    start: (controller) => {
      controller.close();
    },
  });
  const streamed = { method: 'PUT', body: stream, duplex: 'half' } as const;
  expect((await client.fetch('http://reviews/', streamed)).status).toBe(503);
  expect(bad.requests).toHaveLength(2);
  const retries = { methods: ['POST'], attempts: 1, backOffBaseMs: 1 };
  await client.fetch('http://reviews/', { method: 'POST', body: 'x', retries });
  expect(bad.requests).toHaveLength(4);
});

test('retries a share of requests only, so that they cannot drown a service', async () => {
  const bad = await startHttpInstance('bad', (_, response) => {
    response.writeHead(503).end('bad');
  });
  const client = clientOf([bad.instance], { ejection: 'none' });
  const retries = { attempts: 2, backOffBaseMs: 1, backOffMaxMs: 1 };
  for (let time = 0; time < 100; time++) await client.fetch('http://reviews/', { retries });
  // Ten that were saved up, and one for each five requests.
  expect(bad.requests.length).toBeGreaterThanOrEqual(100 + 25);
  expect(bad.requests.length).toBeLessThanOrEqual(100 + 30);
});

test('ends a try that takes too long, and tries another instance', async () => {
  const slow = await startHttpInstance('slow', () => undefined);
  const good = await startHttpInstance('good');
  const client = clientOf([slow.instance, good.instance]);
  for (let time = 0; time < 4; time++)
    expect(await text(client, 'http://reviews/', { retries: { perTryTimeoutMs: 100 } })).toBe('good');
  expect(slow.requests.length).toBeGreaterThan(0);
});

test('ends a request with all its tries in time, and its body too', async () => {
  const slow = await startHttpInstance('slow', () => undefined);
  const dripping = await startHttpInstance('dripping', (_, response) => {
    response.write('first');
  });
  await expect(clientOf([slow.instance]).fetch('http://reviews/', { timeoutMs: 100 })).rejects.toThrow('timeout');
  const response = await clientOf([dripping.instance]).fetch('http://reviews/', { timeoutMs: 300 });
  await expect(response.text()).rejects.toThrow('timeout');
});

test('ends in the time that is left of what it is part of, and tells the callee how much that is', async () => {
  const slow = await startHttpInstance('slow', () => undefined);
  const good = await startHttpInstance('good');
  await deadline.run(5_000, () => text(clientOf([good.instance]), 'http://reviews/', { timeoutMs: 60_000 }));
  const told = deadline.fromHeaders(good.requests[0]?.headers ?? {}) ?? 0;
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThanOrEqual(5_000);
  const late = deadline.run(100, () => clientOf([slow.instance]).fetch('http://reviews/', { timeoutMs: 60_000 }));
  await expect(late).rejects.toThrow('timeout');
  expect(deadline.fromHeaders({ 'x-envoy-expected-rq-timeout-ms': '-1' })).toBeUndefined();
});

test('a caller that gives up ends the request and blames no instance', async () => {
  const slow = await startHttpInstance('slow', () => undefined);
  const client = clientOf([slow.instance], { ejection: { failures: 1, maxPercent: 100 } });
  const stop = new AbortController();
  const request = client.fetch('http://reviews/', { signal: stop.signal });
  await expect.poll(() => slow.requests.length).toBe(1);
  stop.abort();
  await expect(request).rejects.toThrow('aborted');
  expect(client.pick('reviews')?.instance.id).toBe('slow');
});

test('leaves an instance alone that fails again and again', async () => {
  const good = await startHttpInstance('good');
  const bad = await startHttpInstance('bad', (_, response) => {
    response.writeHead(500).end('bad');
  });
  const client = clientOf([bad.instance, good.instance], { ejection: { failures: 3, baseMs: 60_000 } });
  for (let time = 0; time < 20; time++) await client.fetch('http://reviews/');
  expect(bad.requests).toHaveLength(3);
});
