import type { HttpRoute, Route } from '../../ir/route.js';
import type { RelatedOrigin } from '../../diagnostics/diagnostic.js';
import type { RouteOwner } from '../../ir/visit.js';
import { placeRoute } from '../../analysis/place-route.js';
import { describeOwner } from '../../analysis/words/describe-owner.js';
import { listNames } from '../../analysis/words/list-names.js';
import type { BehaviourCheckContext } from '../analysis/behaviour-check-context.js';
import { defineBehaviourCheck } from '../analysis/define-behaviour-check.js';
import { hiddenRoutes } from '../analysis/hidden-routes.js';

/**
 * Finds routes that no request gets to, because routes of the same owner before them take, alone or together, all that
 * they would. Decided over all requests there are: paths, methods, headers, query parameters and regular expressions.
 */
export const routeUnreachable = defineBehaviourCheck('route-unreachable', function* (context) {
  yield* httpFindings(context);
  const { ir } = context.simulated.mesh;
  for (const service of ir.services) {
    const first = new Map<string, Route>();
    for (const route of service.routes) {
      if (route.kind !== 'tcp') continue;
      const placement = placeRoute({ owner: { kind: 'service', service }, route });
      const port = placement.kind === 'service-port' ? placement.port.name : '';
      const taker = first.get(port);
      if (taker === undefined) first.set(port, route);
      else yield finding({ kind: 'service', service }, route, [taker], 'connection');
    }
  }
});

function* httpFindings({ declared }: BehaviourCheckContext): Generator<ReturnType<typeof finding>> {
  for (const { owner, route, takenBy } of hiddenRoutes(declared)) {
    // Without a taker the match contradicts itself, which is said of the match.
    if (takenBy.length > 0) yield finding(owner, route, takenBy, 'request');
  }
}

function finding(
  owner: RouteOwner,
  route: HttpRoute | Route,
  takers: readonly Route[],
  what: 'request' | 'connection',
): { message: string; origin: Route['origin']; related: readonly RelatedOrigin[]; hint: string } {
  const names = listNames(takers.map(({ name }) => name));
  const all = isAll(takers) ? `every ${what}` : `every ${what} that it would`;
  const takes =
    takers.length === 1 ? `route ${names} before it takes ${all}` : `the routes ${names} before it take ${all}`;
  return {
    message: `route "${route.name}" of ${describeOwner(owner)} is never reached: ${takes}`,
    origin: route.origin,
    related: takers.map((taker) => ({ message: `route "${taker.name}" is declared`, origin: taker.origin })),
    hint: 'put it before, or remove it',
  };
}

function isAll(takers: readonly Route[]): boolean {
  return takers.some(
    (taker) =>
      taker.kind === 'tcp' ||
      taker.match.anyOf.some(
        ({ paths, methods, headers, queryParameters }) =>
          paths.every(({ kind, value }) => kind === 'prefix' && value === '/') &&
          methods.length + headers.length + queryParameters.length === 0,
      ),
  );
}
