import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../support/free-port.js';
import { startProcess } from '../../support/processes.js';

const directory = fileURLToPath(new URL('../../../examples/bookinfo', import.meta.url));

const passedOn = {
  'x-request-id': 'a1',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  tracestate: 'congo=t61rcWkgMzE',
  'x-b3-traceid': '463ac35c9f6413ad',
  'x-b3-spanid': 'a2fb4a1d1a96d312',
  'x-b3-sampled': '1',
  b3: '463ac35c9f6413ad-a2fb4a1d1a96d312-1',
  'end-user': 'jason',
};

test('productpage shows what details and reviews say, and passes trace headers on', async () => {
  const callee = await startRecorder(200);
  const url = await startWorkload('productpage', 'v1', { DETAILS_URL: callee.url, REVIEWS_URL: callee.url });
  const answer = await fetch(`${url}/productpage`, { headers: passedOn });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-served-by')).toBe('productpage/v1');
  expect(await answer.json()).toMatchObject({
    user: 'jason',
    details: { path: '/details/0' },
    reviews: { path: '/reviews/0' },
  });
  expect(callee.headers).toHaveLength(2);
  for (const headers of callee.headers) expect(headers).toMatchObject({ ...passedOn, 'x-caller': 'productpage/v1' });
});

test('productpage is there without its callees, as a page for browsers and as JSON', async () => {
  const callee = await startRecorder(503);
  const url = await startWorkload('productpage', 'v1', { DETAILS_URL: callee.url, REVIEWS_URL: callee.url });
  const page = await fetch(`${url}/productpage`, { headers: { accept: 'text/html' } });
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await page.text()).toContain('Sorry, product reviews are currently unavailable for this book.');
  const products = await fetch(`${url}/api/v1/products`);
  expect(await products.json()).toMatchObject([{ id: 0, title: 'The Comedy of Errors' }]);
  const reviews = await fetch(`${url}/api/v1/products/0/reviews`);
  expect(reviews.status).toBe(503);
});

test('productpage keeps a signed-in user in a cookie and names him to those it calls', async () => {
  const callee = await startRecorder(200);
  const url = await startWorkload('productpage', 'v1', { DETAILS_URL: callee.url, REVIEWS_URL: callee.url });
  const body = new URLSearchParams({ username: 'jason' });
  const login = await fetch(`${url}/login`, { method: 'POST', body, redirect: 'manual' });
  expect([login.status, login.headers.get('location')]).toEqual([302, '/productpage']);
  const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
  await fetch(`${url}/productpage`, { headers: { cookie } });
  expect(callee.headers.map((headers) => headers['end-user'])).toEqual(['jason', 'jason']);
});

test.each([
  ['v1', undefined],
  ['v2', { stars: 5, color: 'black' }],
  ['v3', { stars: 5, color: 'red' }],
])('reviews %s says its version and shows the rating %o', async (version, rating) => {
  const ratings = await startRecorder(200, { ratings: { Reviewer1: 5, Reviewer2: 4 } });
  const url = await startWorkload('reviews', version, { RATINGS_URL: ratings.url });
  const answer = await (await fetch(`${url}/reviews/0`, { headers: passedOn })).json();
  expect(answer).toMatchObject({ service: 'reviews', version, reviews: [{ reviewer: 'Reviewer1' }, {}] });
  const { reviews } = answer as { readonly reviews: readonly { readonly rating?: object }[] };
  expect(reviews[0]?.rating).toEqual(rating);
  for (const headers of ratings.headers) expect(headers).toMatchObject(passedOn);
  expect(ratings.headers).toHaveLength(rating === undefined ? 0 : 1);
});

test('reviews shows the reviews when ratings fails', async () => {
  const ratings = await startRecorder(500);
  const url = await startWorkload('reviews', 'v2', { RATINGS_URL: ratings.url });
  const answer = await fetch(`${url}/reviews/0`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    reviews: [{ rating: { error: 'Ratings service is currently unavailable' } }, {}],
  });
});

async function startWorkload(service: string, version: string, env: Readonly<Record<string, string>>): Promise<string> {
  const port = await freePort();
  await startProcess({
    command: process.execPath,
    args: ['--import', 'tsx', `workloads/${service}.ts`],
    workingDirectory: directory,
    env: { PORT: String(port), SERVICE_VERSION: version, ...env },
    isReady: (output) => output.includes('listens on'),
  });
  return `http://127.0.0.1:${String(port)}`;
}

/** A callee that answers with the path, and remembers the headers that it was sent. */
async function startRecorder(
  status: number,
  body: object = {},
): Promise<{ readonly url: string; readonly headers: readonly IncomingHttpHeaders[] }> {
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    response.writeHead(status).end(JSON.stringify({ path: request.url, ...body }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, headers };
}
