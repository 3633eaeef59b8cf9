import { expect, test } from 'vitest';
import { startApi } from '../support/mesh-api/start-api.js';

test('makes, changes and removes a service', async () => {
  const { operator, reader } = await startApi();
  const made = await operator('POST', '/v1/services', { body: { name: 'cart', metadata: { team: 'shop' } } });
  expect(made).toMatchObject({ status: 201, body: { name: 'cart', metadata: { team: 'shop' } } });
  expect(await operator('PATCH', '/v1/services/cart', { body: { metadata: { tier: '1' } } })).toMatchObject({
    body: { metadata: { team: 'shop', tier: '1' } },
  });
  expect(await operator('PUT', '/v1/services/cart', { body: {} })).toMatchObject({
    status: 200,
    body: { metadata: {} },
  });
  expect(await reader('GET', '/v1/services')).toMatchObject({ body: { items: [{ name: 'cart' }] } });
  expect(await operator('DELETE', '/v1/services/cart')).toMatchObject({ status: 204, body: undefined });
  expect(await reader('GET', '/v1/services/cart')).toMatchObject({ status: 404 });
});

test('lists services by what is noted beside them', async () => {
  const { operator, reader } = await startApi();
  await operator('POST', '/v1/services', { body: { name: 'cart', metadata: { team: 'a' } } });
  await operator('POST', '/v1/services', { body: { name: 'web', metadata: { team: 'b' } } });
  const { body } = await reader('GET', '/v1/services?metadata=team%3Db');
  expect(body).toMatchObject({ items: [{ name: 'web' }] });
});

test('keeps a service that has instances', async () => {
  const { operator, registry } = await startApi();
  await operator('PUT', '/v1/services/cart/instances/a', { body: { address: '10.0.0.1', ports: { http: 80 } } });
  const before = registry.content();
  expect(await operator('DELETE', '/v1/services/cart')).toMatchObject({
    status: 409,
    body: { type: expect.stringMatching(/#has-instances$/) as string },
  });
  expect(registry.content()).toBe(before);
});

test('answers 304 to a reader who has the revision, and the record to one who has an older one', async () => {
  const { operator, reader } = await startApi();
  const made = await operator('PUT', '/v1/services/cart', { body: {} });
  const tag = made.headers.get('etag') ?? '';
  expect(await reader('GET', '/v1/services/cart', { headers: { 'if-none-match': `"x", W/${tag}` } })).toMatchObject({
    status: 304,
    body: undefined,
  });
  await operator('PUT', '/v1/services/cart', { body: { metadata: { a: 'b' } } });
  const changed = await reader('GET', '/v1/services/cart', { headers: { 'if-none-match': tag } });
  expect(changed.status).toBe(200);
});

test('lets one of two clients win that write the same revision, and tells the other one the new one', async () => {
  const { operator, registry } = await startApi();
  const made = await operator('PUT', '/v1/services/cart', { body: {} });
  const headers = { 'if-match': made.headers.get('etag') ?? '' };
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      operator('PUT', '/v1/services/cart', { headers, body: { metadata: { writer: String(index) } } }),
    ),
  );
  const winners = answers.flatMap(({ status }, index) => (status === 200 ? [index] : []));
  expect(winners).toHaveLength(1);
  const { revision = '', metadata } = registry.content().services.get('cart') ?? {};
  expect(metadata).toEqual({ writer: String(winners[0]) });
  for (const { status, body } of answers.filter((answer) => answer.status !== 200))
    expect({ status, body }).toMatchObject({ status: 412, body: { revision } });
});

test('loses none of many patches that come at once', async () => {
  const { operator, registry } = await startApi();
  await operator('PUT', '/v1/services/cart', { body: {} });
  const keys = ['a', 'b', 'c', 'd'];
  const answers = await Promise.all(
    keys.map((key) => operator('PATCH', '/v1/services/cart', { body: { metadata: { [key]: key } } })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(Object.keys(registry.content().services.get('cart')?.metadata ?? {}).sort()).toEqual(keys);
});

test('keeps to conditions on what is there and what is not', async () => {
  const { operator } = await startApi();
  const put = (headers: Readonly<Record<string, string>>) =>
    operator('PUT', '/v1/services/cart', { body: {}, headers });
  expect(await put({ 'if-match': '*' })).toMatchObject({ status: 412 });
  expect(await put({ 'if-none-match': '*' })).toMatchObject({ status: 201 });
  expect(await put({ 'if-none-match': '*' })).toMatchObject({ status: 412 });
  expect(await put({ 'if-match': '*' })).toMatchObject({ status: 200 });
  expect(await put({ 'if-match': '"none of ours %"' })).toMatchObject({ status: 400 });
  expect(await put({ 'if-match': '"none-of-ours-%"' })).toMatchObject({ status: 412 });
  expect(await operator('DELETE', '/v1/services/cart', { headers: { 'if-match': '"other"' } })).toMatchObject({
    status: 412,
  });
});

test('does a wish once that is repeated with its idempotency key, and answers as then', async () => {
  const { operator, registry } = await startApi();
  const headers = { 'idempotency-key': 'wish-1' };
  const first = await operator('POST', '/v1/services', { headers, body: { name: 'cart' } });
  const content = registry.content();
  const second = await operator('POST', '/v1/services', { headers, body: { name: 'cart' } });
  expect([second.status, second.body]).toEqual([201, first.body]);
  expect(registry.content()).toBe(content);
});

test('refuses an idempotency key that was used for something else', async () => {
  const { operator, registry } = await startApi();
  const headers = { 'idempotency-key': 'wish-1' };
  await operator('POST', '/v1/services', { headers, body: { name: 'cart' } });
  const content = registry.content();
  const other = await operator('POST', '/v1/services', { headers, body: { name: 'web' } });
  expect(other).toMatchObject({ status: 422, body: { type: expect.stringMatching(/#key-reused$/) as string } });
  expect(registry.content()).toBe(content);
});

test('takes the same idempotency key of two callers for two wishes', async () => {
  const { operator, workload } = await startApi();
  const headers = { 'idempotency-key': 'wish-1' };
  const body = { address: '10.0.0.1', ports: { http: 80 } };
  expect((await operator('PUT', '/v1/services/cart/instances/a', { headers, body })).status).toBe(201);
  expect((await workload('PUT', '/v1/services/cart/instances/b', { headers, body })).status).toBe(201);
});
