import type { Route, Route_Fields } from 'envoy-config-types/envoy/config/route/v3';
import type { EffectiveAffinity, EffectiveHttpRoute } from '../../../ir/effective-mesh.js';
import type { MatchTerm } from '../../../ir/match.js';
import type { Built } from '../built.js';
import { faultFilterName, routeFault } from '../filters/fault.js';
import type { ResourceChecker } from '../resource-checker.js';
import { affinityFields } from './affinity.js';
import { forwardAction } from './forward-action.js';
import { headerFindings } from './header-findings.js';
import { headerMutations } from './header-mutations.js';
import { redirectAction } from './redirect-action.js';
import { routeMatches } from './route-matches.js';
import { routeFieldOrigins } from './route-field-origins.js';
import { routeOriginRows } from './route-origin-rows.js';
import { independentWeights } from './independent-weights.js';
import type { RouteTargets } from './route-targets.js';
import { takingNothing } from './taking-nothing.js';

/**
 * Turns a route into Envoy routes, one for each term of its match (Envoy has no "or"), next to each other: the first
 * has the route's name, the others `#2`, `#3` behind it. In front the same under the policies of a rollout, taking nothing yet.
 * Reports `envoy-resource-invalid`. Envoy: `config.route.v3.Route`.
 */
export function httpRoute(
  route: EffectiveHttpRoute,
  targets: RouteTargets,
  check: ResourceChecker,
): Built<readonly Route[]> {
  const present = numbered(route.name, routesOf(route, targets));
  const routes =
    route.variant === undefined ? present : [...variantOf(route, targets), ...present.map(independentWeights)];
  const findings = headerFindings(route);
  const fieldOrigins = routeFieldOrigins(route);
  const built = routes.map((resource, index) =>
    check({
      type: 'envoy.config.route.v3.Route',
      label: `route "${route.name}"`,
      resource,
      origin: route.origin,
      fieldOrigins,
      // One cause, one message: all routes of a match have the same headers.
      findings: index === 0 ? findings : [],
    }),
  );
  return {
    resource: built.map(({ resource }) => resource),
    diagnostics: built.flatMap(({ diagnostics }) => diagnostics),
    origins: routeOriginRows(
      route,
      routes.map(({ name }) => name ?? route.name),
    ),
  };
}

function numbered(name: string, routes: readonly Route[]): Route[] {
  return routes.map((route, index) => (index === 0 ? route : { ...route, name: `${name}#${String(index + 1)}` }));
}

/** Who gives a share to a rollout changes the fraction, and nothing else. */
function variantOf({ variant, ...route }: EffectiveHttpRoute, targets: RouteTargets): readonly Route[] {
  if (variant === undefined) return [];
  const { rollout, revision, ...policies } = variant;
  const { retries: _retries, fault: _fault, ...rest } = route;
  const name = `${route.name}~${rollout}`;
  return numbered(name, routesOf({ ...rest, ...policies, name }, targets)).map((each) => takingNothing(each, revision));
}

function routesOf(route: EffectiveHttpRoute, targets: RouteTargets): Route[] {
  return route.match.anyOf.flatMap((term) => routesOfTerm(route, term, targets));
}

function routesOfTerm(route: EffectiveHttpRoute, term: MatchTerm, targets: RouteTargets): Route[] {
  const { action } = route;
  const [matched] = term.paths;
  const requestHeaders = headerMutations(route.requestHeaders);
  const responseHeaders = headerMutations(route.responseHeaders);
  const fields: Omit<Route_Fields, 'match'> = {
    name: route.name,
    ...(requestHeaders.toRemove === undefined ? {} : { request_headers_to_remove: requestHeaders.toRemove }),
    ...(requestHeaders.toAdd === undefined ? {} : { request_headers_to_add: requestHeaders.toAdd }),
    ...(responseHeaders.toRemove === undefined ? {} : { response_headers_to_remove: responseHeaders.toRemove }),
    ...(responseHeaders.toAdd === undefined ? {} : { response_headers_to_add: responseHeaders.toAdd }),
    ...(route.fault === undefined ? {} : { typed_per_filter_config: { [faultFilterName]: routeFault(route.fault) } }),
  };
  return routeMatches(term).flatMap((match) =>
    action.kind === 'redirect'
      ? [{ ...fields, match, redirect: redirectAction(action, matched) }]
      : byUser({ ...fields, match, route: forwardAction({ route, action, matched, targets }) }, action.affinity),
  );
}

/** Where users are drawn by a cookie, who has none is given one: a route of Envoy cannot tell the two apart, so they are two. */
function byUser(route: Route, affinity: EffectiveAffinity | undefined): Route[] {
  if (affinity === undefined) return [route];
  const { cookies, setCookie } = affinityFields(affinity);
  const toAdd = [...(route.response_headers_to_add ?? []), setCookie];
  return [
    { ...route, match: { ...route.match, cookies } },
    { ...route, response_headers_to_add: toAdd },
  ];
}
