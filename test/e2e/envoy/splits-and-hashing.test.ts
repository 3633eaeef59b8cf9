import { expect, test } from 'vitest';
import type { WeightedDestination } from '../../../lib/ir/route.js';
import type { HashKey } from '../../../lib/ir/policies/load-balancing.js';
import { binomialBounds } from '../../support/binomial-bounds.js';
import { callMesh } from '../../support/call-mesh.js';
import { inParallel } from '../../support/in-parallel.js';
import { startLocalMesh, type LocalMesh } from '../../support/local-mesh.js';
import { meshIr } from '../../support/mesh-ir.js';
import { request, type RequestOptions } from '../../support/request.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');

const share = (version: string, weight: number): WeightedDestination => ({
  destination: { kind: 'version', service: 'reviews', version },
  weight,
});
const split = (name: string, ...destinations: readonly WeightedDestination[]) =>
  meshIr.httpRoute(
    name,
    { kind: 'forward', destinations },
    { match: meshIr.match({ paths: [{ kind: 'exact', value: `/${name}` }] }) },
  );

async function start(ir: Parameters<typeof startLocalMesh>[0]['ir']): Promise<LocalMesh> {
  return startLocalMesh({ envoy: envoy.path, proxies: ['client/v1'], ir });
}

async function count(mesh: LocalMesh, path: string, trials: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = { 'reviews/v1': 0, 'reviews/v2': 0, 'reviews/v3': 0 };
  const answers = await inParallel(trials, 16, () => request(`${mesh.url('client/v1', 'reviews/http')}${path}`));
  for (const { echo } of answers) counts[echo.instance] = (counts[echo.instance] ?? 0) + 1;
  return counts;
}

test.skipIf(envoy.isMissing)('gives each version its share of requests', async () => {
  const mesh = await start(
    callMesh([
      split('canary', share('v1', 90), share('v2', 7.5), share('v3', 2.5)),
      split('none-yet', share('v1', 100), share('v2', 0)),
    ]),
  );
  const trials = 1600;
  const counts = await count(mesh, '/canary', trials);
  for (const [version, p] of [
    ['v1', 0.9],
    ['v2', 0.075],
    ['v3', 0.025],
  ] as const) {
    const { lowest, highest } = binomialBounds(trials, p);
    const seen = counts[`reviews/${version}`];
    expect(seen).toBeGreaterThanOrEqual(lowest);
    expect(seen).toBeLessThanOrEqual(highest);
  }
  expect(await count(mesh, '/none-yet', 200)).toEqual({ 'reviews/v1': 200, 'reviews/v2': 0, 'reviews/v3': 0 });
});

async function hashing(kind: 'ring-hash' | 'maglev', hashOn: readonly HashKey[]) {
  const origin = { kind: 'user', constructPath: 'shop/reviews' } as const;
  const mesh = await start(
    callMesh([], { reviews: { routes: [], policies: { loadBalancing: { kind, hashOn, origin } } } }),
  );
  return async (path: string, options: RequestOptions = {}) =>
    request(`${mesh.url('client/v1', 'reviews/http')}${path}`, options);
}

async function instances(
  ask: (index: number) => Promise<{ readonly echo: { readonly instance: string } }>,
  times: number,
) {
  const answers = await inParallel(times, 8, ask);
  return new Set(answers.map(({ echo }) => echo.instance));
}

test.skipIf(envoy.isMissing)('keeps requests of one user on one endpoint and spreads users', async () => {
  const ask = await hashing('ring-hash', [
    { kind: 'header', name: 'x-user' },
    { kind: 'query', name: 'user' },
  ]);
  for (const user of ['anna', 'ben', 'carla']) {
    expect((await instances(() => ask('/', { headers: { 'x-user': user } }), 30)).size).toBe(1);
    expect((await instances(() => ask(`/?user=${user}`), 30)).size).toBe(1);
  }
  expect((await instances((index) => ask('/', { headers: { 'x-user': `user-${String(index)}` } }), 100)).size).toBe(3);
  // The first key that a request carries decides: the second says nothing beside it.
  const both = (index: number) => ask(`/?user=${String(index)}`, { headers: { 'x-user': 'anna' } });
  expect((await instances(both, 60)).size).toBe(1);
});

test.skipIf(envoy.isMissing)('sets a cookie that keeps a browser on one endpoint', async () => {
  const ask = await hashing('maglev', [{ kind: 'cookie', name: 'seat', ttlMs: 60_000, path: '/' }]);
  const { headers } = await ask('/');
  const [cookie = ''] = headers['set-cookie'] ?? [];
  expect(cookie).toMatch(/^seat="[0-9a-f]+"; Max-Age=60; Path=\/; HttpOnly$/);
  const value = cookie.split(';')[0] ?? '';
  expect((await instances(() => ask('/', { headers: { cookie: value } }), 40)).size).toBe(1);
  expect((await instances(() => ask('/'), 60)).size).toBe(3);
});

test.skipIf(envoy.isMissing)('keeps a caller on one endpoint by its address', async () => {
  const ask = await hashing('ring-hash', [{ kind: 'source-ip' }]);
  expect((await instances(() => ask('/'), 60)).size).toBe(1);
});
