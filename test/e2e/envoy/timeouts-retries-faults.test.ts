import { expect, test } from 'vitest';
import type { HttpRoute } from '../../../lib/ir/route.js';
import type { RoutePolicies } from '../../../lib/ir/policies/policies.js';
import { binomialBounds } from '../../support/binomial-bounds.js';
import { callMesh } from '../../support/call-mesh.js';
import { inParallel } from '../../support/in-parallel.js';
import { startLocalMesh, type LocalMesh } from '../../support/local-mesh.js';
import { meshIr } from '../../support/mesh-ir.js';
import { request, type RequestOptions } from '../../support/request.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const origin = { kind: 'user', constructPath: 'shop/reviews' } as const;

const on = (name: string, policies: RoutePolicies, version = 'v2'): HttpRoute =>
  meshIr.httpRoute(
    name,
    { kind: 'version', service: 'reviews', version },
    { match: meshIr.match({ paths: [{ kind: 'prefix', value: `/${name}` }] }), policies },
  );

const routes: readonly HttpRoute[] = [
  on('timed', { timeout: { origin, requestMs: 100 } }),
  on('untimed', { timeout: { origin, requestMs: 'none' } }),
  on('idle', { timeout: { origin, requestMs: 'none', idleMs: 100 } }),
  on('retried', { retries: { origin, attempts: 2, on: ['5xx'], backOffBaseMs: 1, backOffMaxMs: 2 } }, 'v3'),
  on(
    'teapot',
    { retries: { origin, attempts: 3, on: [], statusCodes: [418], backOffBaseMs: 1, backOffMaxMs: 2 } },
    'v3',
  ),
  on(
    'tries',
    { retries: { origin, attempts: 1, on: ['reset'], perTryTimeoutMs: 100, backOffBaseMs: 1, backOffMaxMs: 2 } },
    'v3',
  ),
  on('unretried', { retries: { origin, attempts: 0 } }, 'v3'),
  on('aborted', { fault: { origin, abort: { percent: 100, status: { kind: 'http', code: 418 } } } }),
  on('grpc', { fault: { origin, abort: { percent: 100, status: { kind: 'grpc', code: 14 } } } }),
  on('slowed', { fault: { origin, delay: { percent: 100, durationMs: 300 } } }),
  on('sometimes', { fault: { origin, abort: { percent: 12.5, status: { kind: 'http', code: 503 } } } }),
];

let mesh: LocalMesh | undefined;

async function client(): Promise<LocalMesh> {
  mesh ??= await startLocalMesh({ envoy: envoy.path, proxies: ['client/v1'], ir: callMesh(routes) });
  return mesh;
}

async function ask(path: string, options: RequestOptions = {}) {
  const url = (await client()).url('client/v1', 'reviews/http');
  const start = performance.now();
  const { status, headers } = await request(`${url}${path}`, options);
  return { status, headers, elapsedMs: performance.now() - start };
}

async function stat(name: string): Promise<number> {
  const text = await (await client()).admin('client/v1', `/stats?filter=${encodeURIComponent(`^${name}$`)}`);
  return Number(/: (\d+)/.exec(text)?.[1] ?? 0);
}

/** How many requests the cluster of v3 got while something ran. */
async function triesOf(run: () => Promise<unknown>): Promise<number> {
  const name = 'cluster.reviews/v3/http.upstream_rq_total';
  const before = await stat(name);
  await run();
  return (await stat(name)) - before;
}

test.skipIf(envoy.isMissing)('ends a request at its timeout, and waits where there is none', async () => {
  const timed = await ask('/timed/delay/2000');
  expect(timed.status).toBe(504);
  expect(timed.elapsedMs).toBeLessThan(1500);
  expect((await ask('/untimed/delay/500')).status).toBe(200);
  const idle = await ask('/idle/delay/2000');
  expect(idle.status).toBe(504);
  expect(idle.elapsedMs).toBeLessThan(1500);
});

test.skipIf(envoy.isMissing)('tries again as often as declared, and only for what is declared', async () => {
  expect(await triesOf(() => ask('/retried/status/500'))).toBe(3);
  expect(await triesOf(() => ask('/retried/status/404'))).toBe(1);
  expect(await triesOf(() => ask('/teapot/status/418'))).toBe(4);
  expect(await triesOf(() => ask('/teapot/status/500'))).toBe(1);
  expect(await triesOf(() => ask('/unretried/status/503'))).toBe(1);
});

test.skipIf(envoy.isMissing)('limits each try', async () => {
  let status = 0;
  expect(await triesOf(async () => ({ status } = await ask('/tries/delay/3000')))).toBe(2);
  expect(status).toBe(504);
});

test.skipIf(envoy.isMissing)('sends a retry to another endpoint than the one that failed', async () => {
  const retries = { origin, attempts: 2, on: ['connect-failure'], backOffBaseMs: 1, backOffMaxMs: 2 } as const;
  const half = await startLocalMesh({
    envoy: envoy.path,
    proxies: ['client/v1'],
    absent: ['reviews/v1'],
    ir: callMesh([], { reviews: { routes: [], policies: { retries } } }),
  });
  const answers = await inParallel(100, 2, () => request(`${half.url('client/v1', 'reviews/http')}/`));
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
});

test.skipIf(envoy.isMissing)('aborts and delays requests where a route says so, and nowhere else', async () => {
  expect((await ask('/aborted')).status).toBe(418);
  expect((await ask('/slowed')).elapsedMs).toBeGreaterThanOrEqual(295);
  const grpc = await ask('/grpc', { method: 'POST', headers: { 'content-type': 'application/grpc' } });
  expect([grpc.status, grpc.headers['grpc-status']]).toEqual([200, '14']);
  expect((await ask('/none')).status).toBe(200);
});

test.skipIf(envoy.isMissing)('aborts the declared share of requests', async () => {
  const trials = 1200;
  const answers = await inParallel(trials, 16, () => ask('/sometimes'));
  const { lowest, highest } = binomialBounds(trials, 0.125);
  const aborted = answers.filter(({ status }) => status === 503).length;
  expect(aborted).toBeGreaterThanOrEqual(lowest);
  expect(aborted).toBeLessThanOrEqual(highest);
});

test.skipIf(envoy.isMissing)('fails at once what exceeds the circuit breaker', async () => {
  const circuitBreaker = { origin, maxRequests: 2, maxConnections: 2, maxPendingRequests: 2 };
  const tight = await startLocalMesh({
    envoy: envoy.path,
    proxies: ['client/v1'],
    ir: callMesh([], { reviews: { policies: { circuitBreaker, retries: { origin, attempts: 0 } } } }),
  });
  const answers = await inParallel(12, 12, () => request(`${tight.url('client/v1', 'reviews/http')}/delay/300`));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 503).length).toBeGreaterThanOrEqual(8);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(2);
});

test.skipIf(envoy.isMissing)('takes an endpoint that fails out of rotation', async () => {
  const outlierDetection = {
    origin,
    consecutive5xx: 3,
    consecutiveGatewayErrors: 0,
    intervalMs: 100,
    baseEjectionTimeMs: 60_000,
    maxEjectionPercent: 100,
  };
  const watched = await startLocalMesh({
    envoy: envoy.path,
    proxies: ['client/v1'],
    absent: ['reviews/v1'],
    ir: callMesh([], { reviews: { routes: [], policies: { outlierDetection, retries: { origin, attempts: 0 } } } }),
  });
  const url = `${watched.url('client/v1', 'reviews/http')}/`;
  await inParallel(60, 1, () => request(url));
  const answers = await inParallel(60, 1, () => request(url));
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
});
