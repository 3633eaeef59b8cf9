import { expect, test } from 'vitest';
import { startApi } from '../support/mesh-api/start-api.js';
import type { CallParts } from '../support/mesh-api/create-caller.js';

const described = { address: '10.0.0.1', ports: { http: 8080 } };
const a = '/v1/services/cart/instances/a';

interface BadCall extends CallParts {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** What the answer holds. */
  readonly says: unknown;
}

const one = (path: string, rest: object) => ({ errors: [expect.objectContaining({ path, ...rest }) as unknown] });
const detail = (text: string) => ({ detail: expect.stringContaining(text) as string });

const calls: readonly BadCall[] = [
  { what: 'an unknown path', method: 'GET', path: '/v2/services', status: 404, says: detail('nothing at this path') },
  {
    what: 'an unknown method of a path',
    method: 'PUT',
    path: '/v1/services',
    status: 405,
    says: detail('GET, HEAD, POST'),
  },
  {
    what: 'a body that is no JSON',
    method: 'PUT',
    path: a,
    body: '{"address": ',
    status: 400,
    says: detail('not JSON'),
  },
  {
    what: 'a body that is no object',
    method: 'PUT',
    path: a,
    body: '[]',
    status: 400,
    says: one('body', { expected: 'object' }),
  },
  { what: 'no body', method: 'PUT', path: a, status: 400, says: detail('needs a body') },
  {
    what: 'a body where none is expected',
    method: 'DELETE',
    path: a,
    body: {},
    status: 400,
    says: detail('takes no body'),
  },
  {
    what: 'another media type',
    method: 'PUT',
    path: a,
    body: 'address=10.0.0.1',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    says: detail('has to be application/json'),
  },
  {
    what: 'another charset',
    method: 'PUT',
    path: a,
    body: described,
    headers: { 'content-type': 'application/json; charset=latin1' },
    status: 415,
    says: detail('latin1'),
  },
  {
    what: 'plain JSON as a patch',
    method: 'PATCH',
    path: a,
    body: { weight: 1 },
    headers: { 'content-type': 'application/json' },
    status: 415,
    says: detail('merge-patch'),
  },
  {
    what: 'a misspelt field',
    method: 'PUT',
    path: a,
    body: { ...described, wieght: 5 },
    status: 400,
    says: one('body/wieght', { expected: 'did you mean "weight"?' }),
  },
  {
    what: 'a missing field',
    method: 'PUT',
    path: a,
    body: { address: '10.0.0.1' },
    status: 400,
    says: one('body/ports', { problem: 'is missing' }),
  },
  {
    what: 'a port out of range',
    method: 'PUT',
    path: a,
    body: { ...described, ports: { http: 65_536 } },
    status: 400,
    says: one('body/ports/http', { got: '65536', expected: '<= 65535' }),
  },
  {
    what: 'a text for a number',
    method: 'PUT',
    path: a,
    body: { ...described, weight: '5' },
    status: 400,
    says: one('body/weight', { got: '"5"', expected: 'integer' }),
  },
  {
    what: 'a host name for an address',
    method: 'PUT',
    path: a,
    body: { ...described, address: 'localhost' },
    status: 400,
    says: one('body/address', { expected: 'an IPv4 or IPv6 address' }),
  },
  {
    what: 'an address of nobody',
    method: 'PUT',
    path: a,
    body: { ...described, address: '0.0.0.0' },
    status: 400,
    says: one('body/address', { got: '0.0.0.0' }),
  },
  {
    what: 'a port name that DNS does not know',
    method: 'PUT',
    path: a,
    body: { ...described, ports: { HTTP: 80 } },
    status: 400,
    says: one('body/ports/HTTP', {}),
  },
  {
    what: 'a health check of a port that is not there',
    method: 'PUT',
    path: a,
    body: { ...described, healthCheck: { kind: 'tcp', port: 'admin' } },
    status: 400,
    says: one('body/healthCheck/port', { expected: 'http' }),
  },
  {
    what: 'a health check that waits longer than it pauses',
    method: 'PUT',
    path: a,
    body: { ...described, healthCheck: { kind: 'tcp', port: 'http', intervalMs: 100, timeoutMs: 200 } },
    status: 400,
    says: one('body/healthCheck/timeoutMs', { expected: '<= 100' }),
  },
  {
    what: 'a lease that is too short',
    method: 'PUT',
    path: a,
    body: { ...described, ttlMs: 10 },
    status: 400,
    says: one('body/ttlMs', { expected: '>= 1000' }),
  },
  {
    what: 'an unknown status',
    method: 'PUT',
    path: `${a}/status`,
    body: { status: 'sick' },
    status: 400,
    says: one('body/status', { expected: 'healthy, unhealthy, draining' }),
  },
  {
    what: 'a service that is no DNS label',
    method: 'PUT',
    path: '/v1/services/Cart_1',
    body: {},
    status: 400,
    says: one('path/service', { got: '"Cart_1"' }),
  },
  {
    what: 'a service with an encoded slash',
    method: 'PUT',
    path: '/v1/services/a%2Fb',
    body: {},
    status: 400,
    says: one('path/service', {}),
  },
  {
    what: 'a misspelt parameter',
    method: 'GET',
    path: '/v1/services?limt=5',
    status: 400,
    says: one('query/limt', { expected: 'did you mean "limit"?' }),
  },
  {
    what: 'a parameter twice',
    method: 'GET',
    path: '/v1/services?limit=5&limit=6',
    status: 400,
    says: one('query/limit', { problem: 'is given more than once' }),
  },
  {
    what: 'a limit that is no number',
    method: 'GET',
    path: '/v1/services?limit=many',
    status: 400,
    says: one('query/limit', { expected: 'integer' }),
  },
  {
    what: 'a limit that is too large',
    method: 'GET',
    path: '/v1/services?limit=1001',
    status: 400,
    says: one('query/limit', {}),
  },
  {
    what: 'a cursor that nobody gave',
    method: 'GET',
    path: '/v1/services?cursor=abc',
    status: 400,
    says: one('query/cursor', {}),
  },
  {
    what: 'a metadata filter without =',
    method: 'GET',
    path: '/v1/services?metadata=team',
    status: 400,
    says: one('query/metadata/0', {}),
  },
  {
    what: 'a condition that is no tag',
    method: 'PUT',
    path: a,
    body: described,
    headers: { 'if-match': 'abc' },
    status: 400,
    says: one('header/If-Match', {}),
  },
  {
    what: 'a condition that the call does not keep',
    method: 'POST',
    path: '/v1/services',
    body: { name: 'x' },
    headers: { 'if-match': '"a"' },
    status: 400,
    says: one('header/if-match', { problem: 'is not taken by this call' }),
  },
  {
    what: 'an idempotency key that is too long',
    method: 'POST',
    path: '/v1/services',
    body: { name: 'x' },
    headers: { 'idempotency-key': 'k'.repeat(129) },
    status: 400,
    says: { errors: expect.arrayContaining([expect.objectContaining({ path: 'header/Idempotency-Key' })]) as unknown },
  },
  {
    what: 'an instance that is not there',
    method: 'POST',
    path: '/v1/services/cart/instances/nope/renew',
    status: 404,
    says: detail('no instance "nope" of "cart"'),
  },
  {
    what: 'a body that is too large',
    method: 'PUT',
    path: a,
    body: JSON.stringify({ ...described, region: 'x'.repeat(300_000) }),
    status: 413,
    says: detail('larger'),
  },
  {
    what: 'a drain that takes for ever',
    method: 'POST',
    path: `${a}/drain`,
    body: { seconds: 1e9 },
    status: 400,
    says: one('body/seconds', {}),
  },
];

test('answers each bad call with what is wrong with it, and changes nothing', async () => {
  const { operator, registry } = await startApi();
  await operator('PUT', a, { body: described });
  const before = registry.content();
  for (const { what, method, path, status, says, ...parts } of calls) {
    const answered = await operator(method, path, parts);
    expect([what, answered.status]).toEqual([what, status]);
    expect(answered.body, what).toMatchObject(says as object);
    expect(answered.headers.get('content-type'), what).toBe('application/problem+json');
    expect(answered.headers.get('cache-control'), what).toBe('no-store');
  }
  expect(registry.content()).toBe(before);
});

test('names the methods of a path that it refuses another one of', async () => {
  const { operator } = await startApi();
  const { headers } = await operator('POST', '/v1/services/cart/instances/a');
  expect(headers.get('allow')).toBe('DELETE, GET, HEAD, PATCH, PUT');
  expect((await operator('OPTIONS', '/v1/watch')).headers.get('allow')).toBe('GET');
});

test('names the call in each problem as the log does', async () => {
  const { operator, logged } = await startApi();
  const { headers, body } = await operator('GET', '/v1/services/none');
  const id = headers.get('x-request-id');
  expect(body).toMatchObject({ instance: `urn:uuid:${String(id)}` });
  expect(logged.at(-1)).toMatchObject({ requestId: id, status: 404, problem: 'not-found' });
});

test('answers HEAD like GET without the body', async () => {
  const { operator } = await startApi();
  const made = await operator('PUT', '/v1/services/cart', { body: {} });
  const head = await operator('HEAD', '/v1/services/cart');
  expect([head.status, head.body, head.headers.get('etag')]).toEqual([200, undefined, made.headers.get('etag')]);
});
