import { expect, onTestFinished, test } from 'vitest';
import { createMeshApiClient } from '../../lib/mesh-api/client/create-mesh-api-client.js';
import { readSse, type SseEvent } from '../../lib/mesh-api/client/read-sse.js';
import type { WatchEvent } from '../../lib/mesh-api/client/watch-registry.js';
import { startApi, type TestApi } from '../support/mesh-api/start-api.js';

const described = { address: '10.0.0.1', ports: { http: 80 } };
const instance = (service: string, id: string): string => `/v1/services/${service}/instances/${id}`;

/** Opens a watch; events come one by one. */
async function open(
  { api, secrets }: TestApi,
  { query = '', lastEventId, as = 'reader' }: { query?: string; lastEventId?: string; as?: 'reader' | 'workload' } = {},
) {
  const stop = new AbortController();
  onTestFinished(() => {
    stop.abort();
  });
  const response = await fetch(`${api.url}/v1/watch${query}`, {
    headers: {
      authorization: `Bearer ${secrets[as]}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    signal: stop.signal,
  });
  if (response.body === null) throw new Error('there is no stream');
  const events = readSse(response.body);
  return {
    response,
    stop: () => {
      stop.abort();
    },
    next: async (): Promise<{ event: string; id: string; data: Record<string, unknown> }> => {
      const { value } = (await events.next()) as { value: SseEvent | undefined };
      if (value === undefined) throw new Error('the stream ended');
      return { ...value, data: JSON.parse(value.data) as Record<string, unknown> };
    },
    end: () => events.next(),
  };
}

test('tells what there is, then each change in order', async () => {
  const test = await startApi();
  await test.operator('PUT', instance('cart', 'a'), { body: described });
  const { next, response } = await open(test);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(await next()).toMatchObject({
    event: 'snapshot',
    data: { services: [{ name: 'cart' }], instances: [{ id: 'a' }], backends: [{ kind: 'memory' }] },
  });
  await test.operator('PUT', instance('web', 'b'), { body: described });
  await test.operator('DELETE', instance('cart', 'a'));
  await test.operator('DELETE', '/v1/services/cart');
  test.registry.setStale('the store is away');
  expect(await next()).toMatchObject({ event: 'change', data: { kind: 'service-put', service: { name: 'web' } } });
  expect(await next()).toMatchObject({ event: 'change', data: { kind: 'instance-put', instance: { id: 'b' } } });
  expect(await next()).toMatchObject({ data: { kind: 'instance-removed', service: 'cart', id: 'a' } });
  expect(await next()).toMatchObject({ data: { kind: 'service-removed', name: 'cart' } });
  expect(await next()).toMatchObject({ event: 'backends', data: { backends: [{ staleReason: 'the store is away' }] } });
});

test('tells of the asked services only, and a workload of its own only', async () => {
  const test = await startApi();
  await test.operator('PUT', instance('web', 'a'), { body: described });
  const [asked, own] = [await open(test, { query: '?service=cart' }), await open(test, { as: 'workload' })];
  for (const { next } of [asked, own]) expect(await next()).toMatchObject({ data: { services: [], instances: [] } });
  await test.operator('PUT', instance('web', 'b'), { body: described });
  await test.operator('PUT', instance('cart', 'c'), { body: described });
  for (const { next } of [asked, own])
    expect(await next()).toMatchObject({ data: { kind: 'service-put', service: { name: 'cart' } } });
});

test('goes on after the event that a reader had last', async () => {
  const test = await startApi();
  const first = await open(test);
  await first.next();
  await test.operator('PUT', '/v1/services/a', { body: {} });
  const { id } = await first.next();
  first.stop();
  await test.operator('PUT', '/v1/services/b', { body: {} });
  await test.operator('PUT', '/v1/services/c', { body: {} });
  const second = await open(test, { lastEventId: id });
  expect(await second.next()).toMatchObject({ event: 'change', data: { service: { name: 'b' } } });
  expect(await second.next()).toMatchObject({ event: 'change', data: { service: { name: 'c' } } });
});

test.each(['other-1', 'abc', '999999'])('begins anew where the event %s is none of its own', async (lastEventId) => {
  const test = await startApi();
  const { next } = await open(test, { lastEventId });
  expect(await next()).toMatchObject({ event: 'reset', id: '' });
  expect(await next()).toMatchObject({ event: 'snapshot', id: expect.stringMatching(/-0$/) as string });
});

test('shows that it lives while nothing happens', async () => {
  const test = await startApi({ limits: { streams: { heartbeatMs: 20 } } });
  const { response } = await open(test);
  const reader = response.clone().body?.getReader();
  let text = '';
  while (!text.includes(': still here')) {
    const chunk = await reader?.read();
    if (chunk?.done !== false) throw new Error(`the stream ended with ${text}`);
    text += Buffer.from(chunk.value).toString();
  }
  expect(text).toContain('event: snapshot');
});

test('limits the streams of one caller, and takes another one once one has gone', async () => {
  const test = await startApi({ limits: { streams: { perCaller: 1 } } });
  const { stop, next } = await open(test);
  await next();
  expect(await test.reader('GET', '/v1/watch')).toMatchObject({
    status: 429,
    body: { type: expect.stringMatching(/#too-many-streams$/) as string },
  });
  stop();
  await expect
    .poll(async () => {
      const { response, stop: end } = await open(test);
      end();
      return response.status;
    })
    .toBe(200);
});

test('cuts off a reader that is too far behind; it then goes on where it was', async () => {
  const test = await startApi({ limits: { streams: { backlogBytes: 0 } } });
  const { next } = await open(test);
  await next();
  // More than the kernel's buffers take of a reader that does not read.
  const note = 'x'.repeat(1000);
  const metadata = Object.fromEntries(Array.from({ length: 64 }, (_, index) => [`k${String(index)}`, note]));
  const streams = async (): Promise<unknown> => {
    await test.operator('PUT', instance('cart', 'a'), { body: { ...described, metadata } });
    const { body } = await test.reader('GET', '/metrics');
    return /^meshwright_api_watch_streams (\d+)$/m.exec(String(body))?.[1];
  };
  await expect.poll(streams, { timeout: 20_000, interval: 0 }).toBe('0');
});

test('tells readers that the server ends', async () => {
  const test = await startApi();
  const { next, end } = await open(test);
  await next();
  await test.api.close();
  expect(await next()).toMatchObject({ event: 'end' });
  expect(await end()).toMatchObject({ done: true });
});

test('a client follows over a restart of the server, with a snapshot of what changed meanwhile', async () => {
  const first = await startApi();
  const port = first.api.port;
  const stop = new AbortController();
  const { watch } = createMeshApiClient({ baseUrl: first.api.url, token: first.secrets.reader });
  const events = watch({ signal: stop.signal });
  onTestFinished(() => {
    stop.abort();
  });
  const next = async (): Promise<WatchEvent | undefined> => (await events.next()).value ?? undefined;
  expect(await next()).toMatchObject({ kind: 'snapshot', snapshot: { services: [] } });
  await first.operator('PUT', '/v1/services/a', { body: {} });
  expect(await next()).toMatchObject({ kind: 'change', change: { kind: 'service-put' } });
  await first.api.close();
  await startApi({ address: { host: '127.0.0.1', port }, tokens: first.tokens }, { registry: first.registry });
  await first.registry.write({ kind: 'put-service', name: 'b', metadata: {}, precondition: { kind: 'any' } });
  let event = await next();
  expect(event).toMatchObject({ kind: 'broken' });
  while (event?.kind === 'broken') event = await next();
  expect(event).toMatchObject({ kind: 'snapshot', snapshot: { services: [{ name: 'a' }, { name: 'b' }] } });
});

test('a client ends its watch where it is not let in', async () => {
  const { api } = await startApi();
  const events: WatchEvent[] = [];
  for await (const event of createMeshApiClient({ baseUrl: api.url, token: 'wrong' }).watch()) events.push(event);
  expect(events).toMatchObject([{ kind: 'refused', status: 401, problem: { detail: 'the token is not known' } }]);
});
