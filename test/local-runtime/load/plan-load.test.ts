import { expect, test } from 'vitest';
import { compileMesh } from '../../../lib/compiler/compile-mesh.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import type { HttpRoute } from '../../../lib/ir/route.js';
import type { LoadRequest } from '../../../lib/local-runtime/load/load-request.js';
import { planLoad } from '../../../lib/local-runtime/load/plan-load.js';
import { meshIr } from '../../support/mesh-ir.js';

const web = { kind: 'service', service: 'web' } as const;

test('asks once for each route of a gateway', () => {
  const requests = plan([
    meshIr.httpRoute('exact', web, { match: path('exact', '/cart') }),
    meshIr.httpRoute('prefix', web, { match: path('prefix', '/static') }),
    meshIr.httpRoute('rest', web),
  ]);
  expect(requests).toEqual(['/cart', '/static', '/'].map((asked) => ({ port: 20_000, path: asked, headers: {} })));
});

test('meets conditions on headers and query, and the host of a gateway', () => {
  const match = meshIr.match({
    headers: [
      { name: 'end-user', matcher: { kind: 'exact', value: 'jason' }, negate: false },
      { name: 'x-debug', matcher: { kind: 'present' }, negate: true },
    ],
    queryParameters: [{ name: 'q', matcher: { kind: 'prefix', value: 'a b' } }],
  });
  expect(plan([meshIr.httpRoute('picky', web, { match })], { hosts: ['*.shop.test'] })).toEqual([
    { port: 20_000, path: '/?q=a%20b', headers: { 'end-user': 'jason', host: 'www.shop.test' } },
  ]);
});

test('leaves out what it cannot make up a GET for', () => {
  expect(
    plan([
      meshIr.httpRoute('regex', web, { match: path('regex', '/a+') }),
      meshIr.httpRoute('post', web, { match: meshIr.match({ methods: ['POST'] }) }),
    ]),
  ).toEqual([]);
});

test('asks as well with the headers that routes behind the gateway look at', () => {
  const match = meshIr.match({
    headers: [{ name: 'end-user', matcher: { kind: 'exact', value: 'jason' }, negate: false }],
  });
  const cart = meshIr.service('cart', {
    routes: [meshIr.httpRoute('jason', { kind: 'version', service: 'cart', version: 'v1' }, { match })],
  });
  const requests = plan([meshIr.httpRoute('all', web)], { cart });
  expect(requests.map(({ headers }) => headers)).toEqual([{}, { 'end-user': 'jason' }]);
});

test('asks for the paths it is told', () => {
  const requests = plan([meshIr.httpRoute('all', web)], { paths: ['/a', '/b?c=d'] });
  expect(requests.map((request) => request.path)).toEqual(['/a', '/b?c=d']);
});

function plan(
  routes: readonly HttpRoute[],
  options: {
    readonly hosts?: readonly string[];
    readonly cart?: MeshIr['services'][number];
    readonly paths?: readonly string[];
  } = {},
): readonly LoadRequest[] {
  const { hosts = ['*'], cart, paths = [] } = options;
  const calls = cart === undefined ? [] : [meshIr.call('cart')];
  const services = [...(cart === undefined ? [] : [cart]), meshIr.service('web', { calls })];
  const { mesh, diagnostics } = compileMesh(
    meshIr.mesh({ services, gateways: [meshIr.gateway('ingress', { hosts, routes })] }),
  );
  if (mesh === undefined) throw new Error(JSON.stringify(diagnostics));
  const ports = {
    kind: 'gateway',
    owner: 'ingress',
    adminPort: 1,
    inboundPorts: { http: 20_000 },
    workloadPorts: {},
    outboundPorts: {},
  } as const;
  return planLoad({ mesh, ports: new Map([['ingress', ports]]), paths });
}

function path(kind: 'exact' | 'prefix' | 'regex', value: string): HttpRoute['match'] {
  return meshIr.match({ paths: [{ kind, value }] });
}
