import { expect, it } from 'vitest';
import { buildCallGraph, type CallGraph } from '../../../lib/analysis/effective/call-graph.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import type { WeightedDestination } from '../../../lib/ir/route.js';
import { compiled } from '../../support/compiled.js';
import { meshIr } from '../../support/mesh-ir.js';

function graphOf(parts: Partial<MeshIr>): CallGraph {
  return buildCallGraph(compiled(meshIr.mesh(parts)));
}

/** `web -> cart: cart/http/default 100`, with `?` where the call may be its callers'. */
function edgesOf(graph: CallGraph): readonly string[] {
  return graph.edges.map(({ caller, callee, routes, isCertain }) => {
    const list = routes.map(({ route, share }) => `${route.name} ${String(share)}`).join(', ');
    return `${caller.name} ->${isCertain ? '' : '?'} ${callee.name}: ${list}`;
  });
}

const split = (shares: Readonly<Record<string, number>>): readonly WeightedDestination[] =>
  Object.entries(shares).map(([name, weight]) => {
    const [service = '', version] = name.split('/');
    return {
      weight,
      destination:
        version === undefined
          ? ({ kind: 'service', service } as const)
          : ({ kind: 'version', service, version } as const),
    };
  });

it('has an edge for each callee with the routes that end there, and the share of each', () => {
  const routes = [
    meshIr.httpRoute(
      'v2',
      { kind: 'version', service: 'cart', version: 'v2' },
      { match: meshIr.match({ methods: ['GET'] }) },
    ),
    meshIr.httpRoute('all', { kind: 'forward', destinations: split({ 'cart/v1': 30, 'cart/v2': 50, 'stock/v1': 20 }) }),
  ];
  const cart = meshIr.service('cart', {
    versions: [meshIr.version('v1'), meshIr.version('v2')],
    calls: [meshIr.call('stock')],
    routes,
  });
  const graph = graphOf({
    services: [cart, meshIr.service('stock'), meshIr.service('web', { calls: [meshIr.call('cart')] })],
  });
  expect(edgesOf(graph)).toEqual([
    'cart ->? stock: stock/http/default 100',
    'web -> cart: cart/http/v2 100, cart/http/all 80',
    'web -> stock: cart/http/all 20',
  ]);
});

it('has no edge to what gets a weight of 0, nor to a service that only hands on', () => {
  const cart = meshIr.service('cart', {
    routes: [meshIr.httpRoute('all', { kind: 'service', service: 'stock' })],
    calls: [meshIr.call('stock')],
  });
  const stock = meshIr.service('stock', {
    calls: [meshIr.call('old')],
    routes: [meshIr.httpRoute('all', { kind: 'forward', destinations: split({ 'stock/v1': 100, 'old/v1': 0 }) })],
  });
  const graph = graphOf({
    services: [cart, meshIr.service('old'), stock, meshIr.service('web', { calls: [meshIr.call('cart')] })],
  });
  expect(edgesOf(graph).filter((edge) => edge.startsWith('web'))).toEqual([
    'web -> stock: cart/http/all+stock/http/all 100',
  ]);
});

it('follows gateways, connections and external services', () => {
  const web = meshIr.service('web', {
    calls: [meshIr.call('db'), meshIr.call('pages', { callee: { kind: 'external-service', name: 'pages' } })],
  });
  const graph = graphOf({
    services: [meshIr.service('db', { ports: [meshIr.port('tcp', 5432, 'tcp')] }), web],
    externalServices: [meshIr.externalService('pages')],
    gateways: [
      meshIr.gateway('ingress', {
        hosts: ['a.example.com', 'b.example.com'],
        routes: [meshIr.httpRoute('all', { kind: 'service', service: 'web' })],
      }),
    ],
  });
  expect(edgesOf(graph)).toEqual([
    'web -> db: db/tcp/default 100',
    'web -> pages: pages/http/default 100',
    'ingress -> web: ingress/http/all 100',
  ]);
});

it('takes gateways, services that nobody calls, and circles that nobody else calls for entry points', () => {
  const graph = graphOf({
    services: [
      meshIr.service('a', { calls: [meshIr.call('b')] }),
      meshIr.service('b', { calls: [meshIr.call('a'), meshIr.call('shared')] }),
      meshIr.service('jobs', { calls: [meshIr.call('shared')] }),
      meshIr.service('shared'),
    ],
    gateways: [
      meshIr.gateway('ingress', { routes: [meshIr.httpRoute('all', { kind: 'service', service: 'shared' })] }),
    ],
  });
  expect(graph.entryPoints.map(({ name }) => name)).toEqual(['a', 'b', 'jobs', 'ingress']);
  expect(graph.components.map((component) => component.map(({ name }) => name))).toContainEqual(['a', 'b']);
});

it('shares the routes of a service between callers that decide nothing of their own', () => {
  const graph = graphOf({
    services: [
      meshIr.service('cart'),
      meshIr.service('one', { calls: [meshIr.call('cart')] }),
      meshIr.service('two', { calls: [meshIr.call('cart')] }),
    ],
  });
  const [first, second] = graph.edges;
  expect(first?.routes).toBe(second?.routes);
});
