import { describeOwner } from '../../analysis/words/describe-owner.js';
import type { HttpRoute } from '../../ir/route.js';
import { visitRoutes, type RouteSite } from '../../ir/visit.js';
import { defineBehaviourCheck } from '../analysis/define-behaviour-check.js';
import { effectiveReach } from '../analysis/effective-reach.js';
import { hiddenRoutes } from '../analysis/hidden-routes.js';

/**
 * Finds routes that nothing of their own owner hides, and that no request gets to all the same: in every proxy that has
 * their service's routes, what the callers and gateways send it leaves nothing for them.
 */
export const routeNeverTaken = defineBehaviourCheck('route-never-taken', function* ({ simulated, declared }) {
  const sites = [...visitRoutes(simulated.mesh.ir)].filter(isOfService);
  // Most meshes have no such routes; those without are not read at all.
  if (sites.length === 0) return;
  const hidden = new Set(hiddenRoutes(declared).map(({ route }) => route));
  const { taken, served } = effectiveReach(simulated.mesh);
  for (const { owner, route } of sites) {
    if (hidden.has(route)) continue;
    const keys = owner.service.ports
      .filter(({ name }) => route.port === undefined || route.port === name)
      .map(({ name }) => `${owner.service.name}/${name}`);
    const isServed = keys.some((key) => served.has(key));
    if (!isServed || keys.some((key) => taken.has(`${key}/${route.name}`))) continue;
    yield {
      message: `route "${route.name}" of ${describeOwner(owner)} is never taken: of what callers and gateways send to the service, nothing meets its match`,
      origin: route.origin,
      hint: 'compare its match with the matches and rewrites of the routes that lead to the service, or remove it',
    };
  }
});

function isOfService(
  site: RouteSite,
): site is { owner: Extract<RouteSite['owner'], { kind: 'service' }>; route: HttpRoute } {
  return site.owner.kind === 'service' && site.route.kind === 'http';
}
