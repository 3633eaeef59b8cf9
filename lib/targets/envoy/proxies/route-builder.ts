import type { Route } from 'envoy-config-types/envoy/config/route/v3';
import type { EffectiveHttpRoute } from '../../../ir/effective-mesh.js';
import { memoiseByObject } from '../../../util/memoise-by-object.js';
import type { Built } from '../built.js';
import type { ResourceChecker } from '../resource-checker.js';
import { httpRoute } from '../routes/http-route.js';
import type { RouteTargets } from '../routes/route-targets.js';

/** Builds routes with the targets that it was made for. */
export type RouteBuilder = (route: EffectiveHttpRoute) => Built<readonly Route[]>;

/** Makes a builder that builds and checks each route once, however many proxies have it. */
export function createRouteBuilder(targets: RouteTargets, check: ResourceChecker): RouteBuilder {
  return memoiseByObject((route) => httpRoute(route, targets, check));
}
