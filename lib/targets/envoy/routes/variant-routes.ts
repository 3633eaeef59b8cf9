import type { Route } from 'envoy-config-types/envoy/config/route/v3';
import type { EffectiveHttpRoute, RoutesVariant } from '../../../ir/effective-mesh.js';
import type { Built } from '../built.js';
import { takingNothing } from './taking-nothing.js';

/**
 * The routes that a rollout of a configuration tries, to stand in front of the present ones; they take nothing yet. All fractions of a
 * request are drawn as one, so that it goes by one configuration or the other. What the candidate answers with 404 does not fall to the
 * present routes.
 */
export function variantRoutes(
  variant: RoutesVariant | undefined,
  build: (route: EffectiveHttpRoute) => Built<readonly Route[]>,
): readonly Built<readonly Route[]>[] {
  if (variant === undefined) return [];
  const { routes, otherwise, revision } = variant;
  const tried = routes
    .map(build)
    .map((built) => ({ ...built, resource: built.resource.map((route) => takingNothing(route, revision)) }));
  return otherwise === undefined
    ? tried
    : [...tried, { resource: [noRoute(otherwise, revision)], diagnostics: [], origins: [] }];
}

function noRoute(name: string, revision: string): Route {
  return takingNothing({ name, match: { prefix: '/' }, direct_response: { status: 404 } }, revision);
}
