import fc from 'fast-check';
import type { MeshIr } from '../../../../lib/ir/mesh-ir.js';
import type { HttpRoute, Route } from '../../../../lib/ir/route.js';
import { meshIr } from '../../mesh-ir.js';
import { groupServices } from '../../routing/group-services.js';
import { routedGroups } from '../../routing/routed-group.js';

const origin = { kind: 'user', constructPath: 'shop' } as const;

/** What is put on a rule beside its conditions and its destination. */
type Decoration = Pick<HttpRoute, 'policies'> &
  Partial<Pick<HttpRoute, 'responseHeaders'>> & { readonly share: number };

const decorations: fc.Arbitrary<Decoration> = fc.record(
  {
    policies: fc.record(
      {
        timeout: fc.record({
          origin: fc.constant(origin),
          requestMs: fc.constantFrom<number | 'none'>('none', 2500, 9000),
        }),
        retries: fc.record({
          origin: fc.constant(origin),
          attempts: fc.constantFrom(0, 2),
          on: fc.constant(['reset' as const]),
          perTryTimeoutMs: fc.constantFrom(2000, 8000),
        }),
        fault: fc.constantFrom(
          { origin, abort: { status: { kind: 'http' as const, code: 418 }, percent: 100 } },
          { origin, abort: { status: { kind: 'grpc' as const, code: 14 }, percent: 100 } },
          { origin, delay: { durationMs: 1, percent: 100 } },
        ),
      },
      { requiredKeys: [] },
    ),
    responseHeaders: fc.constantFrom(
      { remove: ['x-instance-of'], set: [{ name: 'x-set', value: '1' }], add: [] },
      { remove: [], set: [], add: [{ name: 'x-added', value: '2' }] },
    ),
    share: fc.constantFrom(0, 25, 100),
  },
  { requiredKeys: ['policies', 'share'] },
);
const seldom = fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: decorations });

/** Some rules of three services and a gateway, as parts of a mesh that have names of their own. */
export interface EmittedPart {
  readonly services: MeshIr['services'];
  readonly gatewayRoutes: readonly HttpRoute[];
}

/** A part for each place in a mesh that it may stand at: names have to differ. */
export const arbitraryEmittedPart: fc.Arbitrary<(suffix: string) => EmittedPart> = fc
  .tuple(routedGroups, fc.array(seldom, { minLength: 12, maxLength: 12 }))
  .map(([group, list]) => (suffix: string) => {
    let next = 0;
    const decorate = (route: HttpRoute): HttpRoute => decorated(route, list[next++ % list.length]);
    const { services, gatewayRoutes } = groupServices(group, suffix);
    return {
      gatewayRoutes: gatewayRoutes.map(decorate),
      services: services.map((service) => ({
        ...service,
        routes: service.routes.map((route): Route => (route.kind === 'http' ? decorate(route) : route)),
      })),
    };
  });

function decorated(route: HttpRoute, decoration: Decoration | undefined): HttpRoute {
  if (decoration === undefined) return route;
  const { policies, responseHeaders, share } = decoration;
  const { action } = route;
  const [only] = action.kind === 'forward' ? action.destinations : [];
  const isOfVersion = action.kind === 'forward' && only?.destination.kind === 'version';
  return {
    ...route,
    ...(action.kind === 'redirect' ? {} : { policies }),
    ...(responseHeaders === undefined ? {} : { responseHeaders }),
    ...(isOfVersion ? { action: { ...action, destinations: split(only.destination, share) } } : {}),
  };
}

function split(
  destination: Extract<HttpRoute['action'], { kind: 'forward' }>['destinations'][number]['destination'],
  share: number,
) {
  if (destination.kind !== 'version') return [{ destination, weight: 100 }];
  return ['v1', 'v2'].map((version, index) => ({
    destination: { ...destination, version },
    weight: index === 0 ? share : 100 - share,
  }));
}

/** All parts side by side in one mesh, with a client that calls the first service of each and a gateway before them. */
export function emittedMesh(parts: readonly ((suffix: string) => EmittedPart)[]): MeshIr {
  const made = parts.map((part, index) => part(String(index)));
  const client = meshIr.service('client', { calls: made.map((_part, index) => meshIr.call(`a${index}`)) });
  const routes = made.flatMap(({ gatewayRoutes }, index) =>
    gatewayRoutes.map((route) => ({ ...route, hosts: [emittedHost(index)] })),
  );
  const hosts = made.map((_part, index) => emittedHost(index)).sort();
  const services = [...made.flatMap((part) => part.services), client].sort((a, b) => (a.name < b.name ? -1 : 1));
  return meshIr.mesh({ services, gateways: [meshIr.gateway('ingress', { hosts, routes })] });
}

/** The gateway's host for a part. */
export function emittedHost(index: number): string {
  return `g${index}.example.com`;
}
