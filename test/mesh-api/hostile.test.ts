import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { MeshApi } from '../../lib/mesh-api/start-mesh-api.js';
import { startApi } from '../support/mesh-api/start-api.js';

async function open({ port }: MeshApi): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  return socket;
}

/** Sends bytes, and gives all that comes back until the server ends the connection. */
async function send(api: MeshApi, bytes: string | Uint8Array): Promise<string> {
  const socket = await open(api);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}

const fuzzed = { numRuns: 150 };

test('answers any path, header and body with a status that it says it has, and lives on', async () => {
  const { api, operator, anonymous, registry, secrets, logged } = await startApi();
  await operator('PUT', '/v1/services/cart', { body: {} });
  const segment = fc.oneof(
    fc.constantFrom(
      'v1',
      'services',
      'cart',
      'instances',
      'proxies',
      'watch?service=',
      'drift',
      '..',
      '%',
      '%2F',
      '%00',
    ),
    fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => encodeURIComponent(text)),
    fc.webQueryParameters().map((query) => `?${query}`),
  );
  const call = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'),
    path: fc.array(segment, { maxLength: 7 }).map((segments) => `/${segments.join('/')}`),
    type: fc.constantFrom('application/json', 'application/merge-patch+json', 'text/plain', ';;', 'a/b; charset=x'),
    tag: fc.constantFrom('', '*', '"a"', '"'),
    body: fc.oneof(fc.json(), fc.string(), fc.constant('{"__proto__": {"a": 1}}'), fc.constant('['.repeat(50_000))),
  });
  await fc.assert(
    fc.asyncProperty(call, async ({ method, path, type, tag, body }) => {
      const stop = new AbortController();
      const response = await fetch(`${api.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${secrets.operator}`,
          'content-type': type,
          'idempotency-key': 'k',
          ...(tag === '' ? {} : { 'if-match': tag }),
        },
        signal: stop.signal,
        ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
      });
      expect(response.status).toBeLessThan(500);
      if (response.status >= 400 && method !== 'HEAD')
        expect(await response.json()).toMatchObject({
          status: response.status,
          type: expect.stringContaining('#') as string,
        });
      stop.abort();
    }),
    fuzzed,
  );
  expect((await anonymous('GET', '/healthz')).status).toBe(200);
  expect(registry.content().services.has('cart')).toBe(true);
  expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
}, 60_000);

test('answers any body of an instance with what is wrong with it, or takes it as it is', async () => {
  const { operator, registry } = await startApi();
  const described = fc.record({
    address: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()),
    ports: fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(fc.integer(), fc.double())),
    weight: fc.oneof(fc.integer(), fc.constant(1e308), fc.string()),
    metadata: fc.dictionary(fc.string(), fc.anything()),
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(described, fc.jsonValue()), async (body) => {
      const before = registry.content();
      const { status } = await operator('PUT', '/v1/services/cart/instances/a', { body: JSON.stringify(body) });
      expect([200, 201, 400]).toContain(status);
      expect(registry.content() === before).toBe(status === 400);
    }),
    fuzzed,
  );
}, 60_000);

test('survives bytes that are no HTTP', async () => {
  // Some could be the start of a request: the server waits so long for the rest.
  const { api, anonymous } = await startApi({ limits: { headersMs: 200, requestMs: 400 } });
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
      const answer = await send(api, Buffer.concat([bytes, Buffer.from('\r\n\r\n')]));
      expect(answer).toMatch(/^$|^HTTP\/1\.1 4\d\d /);
    }),
    fuzzed,
  );
  expect((await anonymous('GET', '/healthz')).status).toBe(200);
}, 60_000);

test.each([
  ['a head that is too large', `GET /healthz HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
  ['no HTTP at all', 'hello\r\n\r\n', 400, 'malformed-request'],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
    400,
    'malformed-request',
  ],
])('answers %s with a problem document', async (_what, bytes, status, slug) => {
  const { api } = await startApi();
  const [head = '', body = ''] = (await send(api, bytes)).split('\r\n\r\n');
  expect(head).toContain(`HTTP/1.1 ${String(status)} `);
  expect(head).toContain('application/problem+json');
  expect(JSON.parse(body)).toMatchObject({ status, type: expect.stringContaining(`#${slug}`) as string });
});

test('does not wait for ever for a head or a body', async () => {
  const { api, anonymous } = await startApi({ limits: { headersMs: 200, requestMs: 400 } });
  const [head, body] = await Promise.all([
    send(api, 'GET /healthz HTTP/1.1\r\nhost: a\r\n'),
    send(api, 'PUT /healthz HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{'),
  ]);
  expect(head).toContain('408 Request Timeout');
  expect(body).toMatch(/^HTTP\/1\.1 40[58] /);
  expect((await anonymous('GET', '/healthz')).status).toBe(200);
});

test('does not wait at its end for connections that have asked nothing', async () => {
  const { api } = await startApi({ limits: { closeMs: 3_600_000 } });
  const silent = await open(api);
  const isCut = once(silent, 'close');
  // The server has taken the one before when it answers on one that came later.
  expect(await send(api, 'hello\r\n\r\n')).toContain('400');
  await api.close();
  await isCut;
});

test('limits the calls of a caller, tells how long to wait, and leaves others alone', async () => {
  const { reader, operator, anonymous, registry } = await startApi({ limits: { calls: { max: 3, windowMs: 60_000 } } });
  for (let index = 0; index < 3; index++) expect((await operator('GET', '/v1/services')).status).toBe(200);
  const before = registry.content();
  const refused = await operator('PUT', '/v1/services/cart', { body: {} });
  expect(refused).toMatchObject({
    status: 429,
    body: { type: expect.stringContaining('#too-many-requests') as string },
  });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(registry.content()).toBe(before);
  expect((await reader('GET', '/v1/services')).status).toBe(200);
  // Who guesses tokens is limited by the address, also at paths that there are not.
  for (let index = 0; index < 3; index++) await anonymous('GET', '/nope');
  expect((await anonymous('GET', '/v1/services', { headers: { authorization: 'Bearer x' } })).status).toBe(429);
  expect((await anonymous('GET', '/nope')).status).toBe(429);
  expect((await anonymous('GET', '/healthz')).status).toBe(200);
});

test('answers the call under way when it stops, and takes no other one', async () => {
  const { api, registry, secrets } = await startApi();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const { write } = registry;
  const writing = new Promise<void>((resolve) => {
    Object.assign(registry, {
      write: (...args: Parameters<typeof write>) => {
        resolve();
        return held.then(() => write(...args));
      },
    });
  });
  const call = fetch(`${api.url}/v1/services/cart`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${secrets.operator}`, 'content-type': 'application/json' },
    body: '{}',
  });
  await writing;
  const closed = api.close();
  await expect(fetch(`${api.url}/healthz`)).rejects.toThrow();
  release();
  expect((await call).status).toBe(201);
  await closed;
});

test('does not wait for ever for a call when it stops', async () => {
  const { api, secrets } = await startApi({ limits: { closeMs: 100 } });
  const socket = await open(api);
  const authorization = `authorization: Bearer ${secrets.operator}`;
  socket
    .resume()
    .write(`PUT /v1/services/cart HTTP/1.1\r\nhost: a\r\n${authorization}\r\ncontent-length: 100\r\n\r\n{`);
  const gone = once(socket, 'close');
  await api.close();
  await gone;
});

test('says that it is its own fault where it is, and nothing of the inside', async () => {
  const { operator, registry, logged } = await startApi();
  Object.assign(registry, { write: () => Promise.reject(new Error('inside out')) });
  const answered = await operator('PUT', '/v1/services/cart', { body: {} });
  expect(answered.status).toBe(500);
  expect(JSON.stringify(answered.body)).not.toContain('inside out');
  expect(JSON.stringify(logged)).toContain('inside out');
});
