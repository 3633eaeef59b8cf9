import type { Route } from 'envoy-config-types/envoy/config/route/v3';
import type { GatewayHostRoutes } from '../../../ir/effective-mesh.js';
import type { Built } from '../built.js';
import type { RouteBuilder } from '../proxies/route-builder.js';
import { independentWeights } from './independent-weights.js';
import { takingNothing } from './taking-nothing.js';

/**
 * Builds routes; those that a rollout of a configuration tries stand in front of the present ones and take nothing yet. All fractions of a
 * request are drawn as one, so that it goes by one configuration or the other. What the candidate answers with 404 does not fall to the
 * present routes.
 */
export function routesWithVariant(
  { routes, variant }: Pick<GatewayHostRoutes, 'routes' | 'variant'>,
  build: RouteBuilder,
): readonly Built<readonly Route[]>[] {
  if (variant === undefined) return routes.map(build);
  const { revision, otherwise } = variant;
  const tried = variant.routes.map((route) => eachOf(build(route), (each) => takingNothing(each, revision)));
  const last =
    otherwise === undefined ? [] : [{ resource: [noRoute(otherwise, revision)], diagnostics: [], origins: [] }];
  return [...tried, ...last, ...routes.map((route) => eachOf(build(route), independentWeights))];
}

function eachOf(built: Built<readonly Route[]>, change: (route: Route) => Route): Built<readonly Route[]> {
  return { ...built, resource: built.resource.map(change) };
}

function noRoute(name: string, revision: string): Route {
  return takingNothing({ name, match: { prefix: '/' }, direct_response: { status: 404 } }, revision);
}
