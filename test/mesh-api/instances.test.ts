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
