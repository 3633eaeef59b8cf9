import type { MeshIr } from '../ir/mesh-ir.js';
import type { Route, WeightedDestination } from '../ir/route.js';
import { visitPolicies, visitRoutes, type PolicySite } from '../ir/visit.js';
import { indexNames, type NameIndex } from './name-index.js';
import { placeRoute, type PlacedRoute } from './place-route.js';
import { resolveDestination, type Resolution } from './resolve-destination.js';

/** One destination of a route, and what it stands for or why it stands for nothing. */
export interface DestinationSite {
  readonly site: PlacedRoute;
  readonly weighted: WeightedDestination;
  readonly resolution: Resolution;
}

/** A mesh laid out for its checks. Every reference is looked up once, when the index is made. */
export interface MeshIndex extends NameIndex {
  /** Of services, then of gateways, each in the order declared. */
  readonly routes: readonly PlacedRoute[];
  /** In the order of `routes`. */
  readonly destinations: readonly DestinationSite[];
  /** Scopes that hold at least one policy. */
  readonly policies: readonly PolicySite[];
}

/**
 * Lays out a mesh for its checks, in time linear in its size.
 */
export function indexMesh(ir: MeshIr): MeshIndex {
  const names = indexNames(ir);
  const routes = Array.from(visitRoutes(ir), (site) => ({ ...site, placement: placeRoute(site) }));
  const destinations = routes.flatMap((site) =>
    destinationsOf(site.route).map((weighted): DestinationSite => {
      return { site, weighted, resolution: resolveDestination(weighted.destination, site, names) };
    }),
  );
  const policies = [...visitPolicies(ir)].filter((site) => Object.keys(site.policies).length > 0);
  return { ...names, routes, destinations, policies };
}

/** The destinations of a route; none for a redirect. */
function destinationsOf(route: Route): readonly WeightedDestination[] {
  if (route.kind === 'tcp') return route.destinations;
  return route.action.kind === 'forward' ? route.action.destinations : [];
}
