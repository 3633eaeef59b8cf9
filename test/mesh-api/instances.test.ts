import { expect, test } from 'vitest';
import { startApi } from '../support/mesh-api/start-api.js';

const instances = '/v1/services/cart/instances';
const described = { address: '10.0.0.1', ports: { http: 8080 } };

test('registers an instance with its service, and gives it back', async () => {
  const { operator, reader } = await startApi();
  const made = await operator('POST', instances, { body: { id: 'a', ...described, version: 'v1' } });
  expect(made).toMatchObject({
    status: 201,
    body: { service: 'cart', id: 'a', status: 'healthy', weight: 100, metadata: {}, version: 'v1' },
  });
  expect(made.headers.get('location')).toBe(`${instances}/a`);
  const got = await reader('GET', `${instances}/a`);
  expect(got.body).toEqual(made.body);
  expect(got.headers.get('etag')).toBe(made.headers.get('etag'));
  expect(await reader('GET', '/v1/services/cart')).toMatchObject({ status: 200, body: { name: 'cart' } });
});

test('refuses to register what is registered, and changes nothing', async () => {
  const { operator, registry } = await startApi();
  await operator('POST', instances, { body: { id: 'a', ...described } });
  const before = registry.content();
  const again = await operator('POST', instances, { body: { id: 'a', ...described, weight: 7 } });
  expect(again).toMatchObject({ status: 409, body: { type: expect.stringMatching(/#already-exists$/) as string } });
  expect(registry.content()).toBe(before);
});

test('writes addresses in canonical form', async () => {
  const { operator } = await startApi();
  const made = await operator('PUT', `${instances}/a`, { body: { ...described, address: '2001:DB8:0:0::1' } });
  expect(made).toMatchObject({ status: 201, body: { address: '2001:db8::1' } });
});

test('replaces an instance, and ends its draining', async () => {
  const { operator } = await startApi();
  await operator('PUT', `${instances}/a`, { body: { ...described, zone: 'z1' } });
  expect(await operator('POST', `${instances}/a/drain`)).toMatchObject({ status: 200, body: { status: 'draining' } });
  const replaced = await operator('PUT', `${instances}/a`, { body: described });
  expect(replaced).toMatchObject({ status: 200, body: { status: 'healthy' } });
  expect(replaced.body).not.toHaveProperty('zone');
});

test('patches what is said and leaves the rest, also that it drains', async () => {
  const { operator } = await startApi();
  await operator('PUT', `${instances}/a`, { body: { ...described, zone: 'z1', metadata: { a: '1', b: '2' } } });
  await operator('POST', `${instances}/a/drain`);
  const patched = await operator('PATCH', `${instances}/a`, { body: { zone: null, weight: 3, metadata: { a: null } } });
  expect(patched).toMatchObject({ status: 200, body: { weight: 3, status: 'draining', metadata: { b: '2' } } });
  expect(patched.body).not.toHaveProperty('zone');
});

test('refuses a patch that leaves no whole instance', async () => {
  const { operator, registry } = await startApi();
  await operator('PUT', `${instances}/a`, { body: described });
  const before = registry.content();
  const { status, body } = await operator('PATCH', `${instances}/a`, { body: { address: null, colour: 'red' } });
  expect(status).toBe(400);
  expect(body).toMatchObject({
    errors: [
      { path: 'body/address', problem: 'is missing' },
      { path: 'body/colour', problem: 'is no field here' },
    ],
  });
  expect(registry.content()).toBe(before);
});

test('renews a lease without a new revision', async () => {
  const { operator } = await startApi();
  const made = await operator('PUT', `${instances}/a`, { body: { ...described, ttlMs: 5000 } });
  const renewed = await operator('POST', `${instances}/a/renew`);
  expect(renewed.body).toEqual(made.body);
});

test('sets a status', async () => {
  const { operator } = await startApi();
  await operator('PUT', `${instances}/a`, { body: described });
  const set = await operator('PUT', `${instances}/a/status`, { body: { status: 'unhealthy' } });
  expect(set).toMatchObject({ status: 200, body: { status: 'unhealthy' } });
});

test('removes an instance that was drained, after the seconds that were said', async () => {
  const { operator, registry, audited } = await startApi();
  await operator('PUT', `${instances}/a`, { body: described });
  await operator('POST', `${instances}/a/drain`, { body: { seconds: 0 } });
  await expect.poll(() => registry.content().instances.size).toBe(0);
  expect(audited).toContainEqual(
    expect.objectContaining({ operation: 'removeDrained', service: 'cart', instance: 'a', result: 'done' }),
  );
});

test('says when a drained instance is removed, and keeps it so when it is patched', async () => {
  const { operator } = await startApi();
  await operator('PUT', `${instances}/a`, { body: described });
  const { body } = await operator('POST', `${instances}/a/drain`, { body: { seconds: 3600 } });
  const { removeAt } = body as { readonly removeAt: number };
  expect(removeAt).toBeGreaterThan(Date.now());
  expect(await operator('PATCH', `${instances}/a`, { body: { weight: 3 } })).toMatchObject({
    status: 200,
    body: { weight: 3, status: 'draining', removeAt },
  });
  expect((await operator('POST', `${instances}/a/drain`)).body).not.toHaveProperty('removeAt');
});

test('a drain that is repeated with its key is done once, whenever it comes again', async () => {
  const { operator } = await startApi();
  await operator('PUT', `${instances}/a`, { body: described });
  const drain = () =>
    operator('POST', `${instances}/a/drain`, { body: { seconds: 3600 }, headers: { 'idempotency-key': 'wish' } });
  expect((await drain()).body).toEqual((await drain()).body);
});

test('does not remove a drained instance that was registered anew', async () => {
  const { operator, registry } = await startApi();
  for (const id of ['a', 'b']) {
    await operator('PUT', `${instances}/${id}`, { body: described });
    await operator('POST', `${instances}/${id}/drain`, { body: { seconds: 1 } });
    if (id === 'a') await operator('PUT', `${instances}/a`, { body: described });
  }
  await expect.poll(() => registry.content().instances.get('cart')?.has('b'), { timeout: 5000 }).toBe(false);
  expect(registry.content().instances.get('cart')?.get('a')?.status).toBe('healthy');
});

test('finds instances by each attribute and by all together', async () => {
  const { operator, reader } = await startApi();
  const each = [
    { id: 'a', version: 'v1', region: 'r1', zone: 'z1', metadata: { team: 'x', tier: '1' } },
    { id: 'b', version: 'v2', region: 'r1', zone: 'z1', metadata: { team: 'x' } },
    { id: 'c', version: 'v2', region: 'r2', zone: 'z2', metadata: { team: 'y' }, status: 'unhealthy' },
  ];
  for (const body of each) await operator('POST', instances, { body: { ...described, ...body } });
  await operator('PUT', '/v1/services/web/instances/a', { body: { ...described, version: 'v2' } });
  const ids = async (path: string): Promise<readonly string[]> => {
    const { body } = await reader('GET', path);
    return (body as { items: { service: string; id: string }[] }).items.map(({ service, id }) => `${service}/${id}`);
  };
  expect(await ids(instances)).toEqual(['cart/a', 'cart/b', 'cart/c']);
  expect(await ids(`${instances}?version=v2`)).toEqual(['cart/b', 'cart/c']);
  expect(await ids(`${instances}?region=r2`)).toEqual(['cart/c']);
  expect(await ids(`${instances}?zone=z1&version=v1`)).toEqual(['cart/a']);
  expect(await ids(`${instances}?status=unhealthy`)).toEqual(['cart/c']);
  expect(await ids(`${instances}?metadata=team%3Dx&metadata=tier%3D1`)).toEqual(['cart/a']);
  expect(await ids('/v1/instances?version=v2')).toEqual(['cart/b', 'cart/c', 'web/a']);
});

test('gives pages that follow each other, whatever is removed and added between them', async () => {
  const { operator, reader } = await startApi();
  for (const id of ['a', 'b', 'c', 'd', 'e']) await operator('POST', instances, { body: { id, ...described } });
  const first = await reader('GET', `${instances}?limit=2`);
  expect(first.body).toMatchObject({ items: [{ id: 'a' }, { id: 'b' }] });
  await operator('DELETE', `${instances}/b`);
  await operator('POST', instances, { body: { id: 'aa', ...described } });
  const next = /^<(.+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  const second = await reader('GET', next);
  expect(second.body).toMatchObject({ items: [{ id: 'c' }, { id: 'd' }] });
  const { nextCursor } = second.body as { readonly nextCursor: string };
  const last = await reader('GET', `${instances}?limit=2&cursor=${nextCursor}`);
  expect(last.body).toEqual({ items: [expect.objectContaining({ id: 'e' })] });
  expect(last.headers.get('link')).toBeNull();
});
