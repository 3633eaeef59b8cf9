import { expect, test } from 'vitest';
import type { HttpRoute, PathRewrite, RedirectAction } from '../../../lib/ir/route.js';
import type { PathMatch } from '../../../lib/ir/match.js';
import { callMesh } from '../../support/call-mesh.js';
import { startLocalMesh, type LocalMesh } from '../../support/local-mesh.js';
import { meshIr } from '../../support/mesh-ir.js';
import { request } from '../../support/request.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const version = { kind: 'version', service: 'reviews', version: 'v2' } as const;
const whole = [{ destination: version, weight: 100 }];

function rewriting(name: string, matched: PathMatch, path: PathRewrite): HttpRoute {
  return meshIr.httpRoute(
    name,
    { kind: 'forward', destinations: whole, rewrite: { path } },
    { match: meshIr.match({ paths: [matched] }) },
  );
}

function redirecting(name: string, matched: PathMatch, redirect: Partial<RedirectAction>): HttpRoute {
  return meshIr.httpRoute(
    name,
    { kind: 'redirect', status: 302, stripQuery: false, ...redirect },
    { match: meshIr.match({ paths: [matched] }) },
  );
}

const prefix = (value: string): PathMatch => ({ kind: 'prefix', value });
const exact = (value: string): PathMatch => ({ kind: 'exact', value });

const routes: readonly HttpRoute[] = [
  rewriting('to-root', prefix('/root'), { kind: 'prefix', prefix: '/' }),
  rewriting('to-other', prefix('/old'), { kind: 'prefix', prefix: '/new' }),
  rewriting('to-slash', prefix('/slash'), { kind: 'prefix', prefix: '/new/' }),
  rewriting('special', prefix('/s.(x)'), { kind: 'prefix', prefix: '/' }),
  rewriting('full', prefix('/full'), { kind: 'full', path: '/one\\place' }),
  rewriting(
    'regex',
    { kind: 'regex', value: '/api/v[0-9]+/.*' },
    { kind: 'regex', pattern: '^/api/v([0-9]+)', substitution: '/\\1' },
  ),
  meshIr.httpRoute(
    'host',
    { kind: 'forward', destinations: whole, rewrite: { host: 'other.example.com' } },
    { match: meshIr.match({ paths: [exact('/host')] }) },
  ),
  redirecting('move', exact('/move'), { path: { kind: 'full', path: '/moved' }, status: 301 }),
  redirecting('move-all', prefix('/move-all'), { path: { kind: 'prefix', prefix: '/' }, status: 308 }),
  redirecting('move-to', prefix('/move-to'), {
    path: { kind: 'prefix', prefix: '/there' },
    stripQuery: true,
    status: 307,
  }),
  redirecting('away', exact('/away'), { scheme: 'https', host: 'shop.example.com', port: 8443, status: 303 }),
  rewriting('everything', prefix('/'), { kind: 'prefix', prefix: '/below' }),
];

let mesh: LocalMesh | undefined;

async function ask(path: string) {
  mesh ??= await startLocalMesh({ envoy: envoy.path, proxies: ['client/v1'], ir: callMesh(routes) });
  return request(`${mesh.url('client/v1', 'reviews/http')}${path}`);
}

const rewritten: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  'a prefix by / without leaving a double slash': [
    ['/root', '/'],
    ['/root/', '/'],
    ['/root/b', '/b'],
    ['/root/b/c?x=/root', '/b/c?x=/root'],
    ['/root?x', '/?x'],
    ['/s.(x)/b', '/b'],
  ],
  'a prefix by another, by whole segments': [
    ['/old', '/new'],
    ['/old/', '/new/'],
    ['/old/b?x=1', '/new/b?x=1'],
    ['/slash/b', '/new/b'],
    ['/slash', '/new'],
  ],
  'the prefix of everything by joining with one slash': [
    ['/', '/below/'],
    ['/a', '/below/a'],
    ['/older/b?c', '/below/older/b?c'],
  ],
  'a whole path literally, and keeps the query': [
    ['/full/a/b', '/one\\place'],
    ['/full?x=1', '/one\\place?x=1'],
  ],
  'what a regex matches, with its groups': [['/api/v12/x?y=1', '/12/x?y=1']],
};

for (const [what, cases] of Object.entries(rewritten)) {
  test.skipIf(envoy.isMissing)(`replaces ${what}`, async () => {
    for (const [from, to] of cases) expect([from, (await ask(from)).echo.path]).toEqual([from, to]);
  });
}

test.skipIf(envoy.isMissing)('sends the name of the callee as host unless the route says another', async () => {
  expect((await ask('/x')).echo.authority).toBe('reviews');
  expect((await ask('/host')).echo.authority).toBe('other.example.com');
});

test.skipIf(envoy.isMissing)('redirects with the parts that the route states and the request otherwise', async () => {
  const location = async (path: string) => {
    const { status, headers } = await ask(path);
    return [status, headers.location?.replace(/^http:\/\/127\.0\.0\.1:\d+/, 'http://self')];
  };
  expect(await location('/move?a=1')).toEqual([301, 'http://self/moved?a=1']);
  expect(await location('/move-all')).toEqual([308, 'http://self/']);
  expect(await location('/move-all/x/y?a=1')).toEqual([308, 'http://self/x/y?a=1']);
  expect(await location('/move-to/x?a=1')).toEqual([307, 'http://self/there/x']);
  expect(await location('/away')).toEqual([303, 'https://shop.example.com:8443/away']);
});
