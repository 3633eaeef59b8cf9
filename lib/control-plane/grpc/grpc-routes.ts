import type { Route } from 'envoy-config-types/envoy/config/route/v3';
import type { EffectiveHttpRoute } from '../../ir/effective-mesh.js';
import type { Built } from '../../targets/envoy/built.js';
import { faultFilterName, routeFault } from '../../targets/envoy/filters/fault.js';
import type { ResourceChecker } from '../../targets/envoy/resource-checker.js';
import { routeFieldOrigins } from '../../targets/envoy/routes/route-field-origins.js';
import { routeOriginRows } from '../../targets/envoy/routes/route-origin-rows.js';
import { grpcAction } from './grpc-action.js';
import { canTakeCalls, grpcMatches } from './grpc-matches.js';

/**
 * Turns a route that gRPC clients can follow into theirs, one for each alternative of its match; none where no call can meet
 * it. Named as for Envoy: the first has the route's name, the others `#2`, `#3` behind it. Reports `envoy-resource-invalid`.
 */
export function grpcRoutes(route: EffectiveHttpRoute, check: ResourceChecker): Built<readonly Route[]> {
  const { action } = route;
  if (action.kind === 'redirect') return { resource: [], diagnostics: [], origins: [] };
  const fault =
    route.fault === undefined ? {} : { typed_per_filter_config: { [faultFilterName]: routeFault(route.fault) } };
  const routes = route.match.anyOf
    .filter(canTakeCalls)
    .flatMap(grpcMatches)
    .map((match, index): Route => ({
      name: index === 0 ? route.name : `${route.name}#${String(index + 1)}`,
      match,
      ...fault,
      route: grpcAction(route, action),
    }));
  const built = routes.map((resource) =>
    check({
      type: 'envoy.config.route.v3.Route',
      label: `gRPC route "${route.name}"`,
      resource,
      origin: route.origin,
      fieldOrigins: routeFieldOrigins(route),
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
