import type { ChangeKind } from '../../../lib/behaviour/diff/change-kind.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import type { HttpRoute, Route } from '../../../lib/ir/route.js';

const origin = { kind: 'user', constructPath: 'shop/planted' } as const;

/** A change that a test makes on purpose, and what may be told of it. */
export interface Planted {
  /** Whether the rule can be changed in this way; it is sound before and after. */
  readonly change: (route: HttpRoute) => HttpRoute | undefined;
  readonly kinds: readonly ChangeKind[];
}

/** One change of one rule each. */
export const plantedChanges: Readonly<Record<string, Planted>> = {
  timeout: {
    change: (route) => ({ ...route, policies: { ...route.policies, timeout: { origin, requestMs: 777 } } }),
    // The time for one try is cut where the whole time is less, or given where there was none.
    kinds: ['timeout', 'retries'],
  },
  retries: {
    change: (route) => ({ ...route, policies: { ...route.policies, retries: { origin, attempts: 9, on: ['reset'] } } }),
    kinds: ['retries'],
  },
  fault: {
    change: (route) => ({
      ...route,
      policies: { ...route.policies, fault: { origin, abort: { status: { kind: 'http', code: 418 }, percent: 25 } } },
    }),
    kinds: ['fault'],
  },
  header: {
    change: (route) => ({
      ...route,
      requestHeaders: { remove: [], set: [{ name: 'x-planted', value: '1' }], add: [] },
    }),
    kinds: ['headers'],
  },
  weight: {
    change: (route) => {
      if (route.action.kind !== 'forward' || route.action.destinations.length !== 2) return undefined;
      const [first, second] = route.action.destinations;
      if (first === undefined || second === undefined) return undefined;
      const destinations = [
        { ...first, weight: 12.5 },
        { ...second, weight: 87.5 },
      ];
      return { ...route, action: { ...route.action, destinations } };
    },
    // A share of 0 or 100 % is another set of destinations.
    kinds: ['split', 'routing', 'headers'],
  },
};

/** The mesh with one rule of one service changed. */
export function withRoute(ir: MeshIr, place: RoutePlace, change: (route: HttpRoute) => Route | undefined): MeshIr {
  return {
    ...ir,
    services: ir.services.map((service) =>
      service.name === place.service
        ? {
            ...service,
            routes: service.routes.flatMap((route) =>
              route.name === place.route && route.kind === 'http' ? (change(route) ?? []) : route,
            ),
          }
        : service,
    ),
  };
}

/** A rule of a mesh. */
export interface RoutePlace {
  readonly service: string;
  readonly route: string;
}

/** All HTTP rules of services. */
export function routePlaces(ir: MeshIr): readonly RoutePlace[] {
  return ir.services.flatMap(({ name, routes }) =>
    routes.filter(({ kind }) => kind === 'http').map((route) => ({ service: name, route: route.name })),
  );
}
