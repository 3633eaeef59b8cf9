import type { Route } from 'envoy-config-types/envoy/config/route/v3';
import type { Match } from '../../ir/match.js';
import { readRouteTable } from '../../simulate/read/read-route-table.js';
import type { RouteTable } from '../../simulate/route/route-table.js';
import { routeMatches } from '../../targets/envoy/routes/route-matches.js';

/** Routes as Envoy would try them, for questions about their matches alone. */
export interface MatchTable<T> {
  /** One virtual host for every authority; its routes are those of `places`, at the same positions. */
  readonly table: RouteTable;
  /** What each route of the table stands for. A term may need several of Envoy's routes. */
  readonly places: readonly MatchPlace<T>[];
}

/** A term of a route's match. */
export interface MatchPlace<T> {
  readonly route: T;
  /** Place of the term in the match, from 0. */
  readonly term: number;
}

/** Lays the matches of routes out as the emitter does. What the routes do is left out. */
export function matchTable<T extends { readonly name: string; readonly match: Match }>(
  routes: readonly T[],
): MatchTable<T> {
  const places: MatchPlace<T>[] = [];
  const emitted: Route[] = [];
  for (const route of routes) {
    for (const [term, conditions] of route.match.anyOf.entries()) {
      for (const match of routeMatches(conditions)) {
        places.push({ route, term });
        emitted.push({ name: route.name, match, direct_response: { status: 200 } });
      }
    }
  }
  const virtualHosts = [{ name: 'matches', domains: ['*'], routes: emitted }];
  return { places, table: readRouteTable({ virtual_hosts: virtualHosts }) };
}
