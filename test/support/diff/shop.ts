import type { Destination, HttpRoute } from '../../../lib/ir/route.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import type { Service } from '../../../lib/ir/service.js';
import { meshIr } from '../mesh-ir.js';

/** What of the shop a test wants otherwise. */
export interface ShopParts {
  readonly reviews?: Partial<Service>;
  readonly web?: Partial<Service>;
  readonly admin?: Partial<Service>;
  readonly others?: readonly Service[];
  readonly mesh?: Partial<MeshIr>;
}

/** A version of reviews. */
export function reviews(version: string): Destination {
  return { kind: 'version', service: 'reviews', version };
}

/** The rules of reviews: one by header, one by path, and a split. */
export function shopRoutes(): readonly [HttpRoute, HttpRoute, HttpRoute] {
  return [
    meshIr.httpRoute('jason', reviews('v2'), {
      match: meshIr.match({
        headers: [{ name: 'end-user', matcher: { kind: 'exact', value: 'jason' }, negate: false }],
      }),
    }),
    meshIr.httpRoute('old', reviews('v1'), { match: meshIr.match({ paths: [{ kind: 'prefix', value: '/old' }] }) }),
    splitRoute(80),
  ];
}

/** The split of reviews, with this many percent for v1. */
export function splitRoute(weight: number): HttpRoute {
  return meshIr.httpRoute('split', {
    kind: 'forward',
    destinations: [
      { destination: reviews('v1'), weight },
      { destination: reviews('v2'), weight: 100 - weight },
    ],
  });
}

/** A small mesh: a gateway to web; web and admin call reviews; web calls a database over TCP. */
export function shop({ reviews: callee, web, admin, others = [], mesh = {} }: ShopParts = {}): MeshIr {
  const services = [
    meshIr.service('admin', { calls: [meshIr.call('reviews')], ...admin }),
    meshIr.service('db', {
      ports: [meshIr.port('tcp', 5432, 'tcp')],
      versions: [meshIr.version('v1'), meshIr.version('v2')],
    }),
    meshIr.service('reviews', {
      versions: [meshIr.version('v1'), meshIr.version('v2')],
      routes: shopRoutes(),
      ...callee,
    }),
    meshIr.service('web', { calls: [meshIr.call('db'), meshIr.call('reviews')], ...web }),
    ...others,
  ];
  return meshIr.mesh({
    services: services.sort((left, right) => (left.name < right.name ? -1 : 1)),
    gateways: [
      meshIr.gateway('ingress', {
        hosts: ['shop.example.com'],
        routes: [meshIr.httpRoute('all', { kind: 'service', service: 'web' })],
      }),
    ],
    ...mesh,
  });
}
