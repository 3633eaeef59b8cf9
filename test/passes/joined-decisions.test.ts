import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EffectiveHttpRoute } from '../../lib/ir/effective-mesh.js';
import type { PathMatch } from '../../lib/ir/match.js';
import { expandPolicies } from '../../lib/passes/expand-policies.js';
import { resolveReferences } from '../../lib/passes/resolve-references.js';
import { meshIr } from '../support/mesh-ir.js';
import { groupGateway, groupServices } from '../support/routing/group-services.js';
import { routedGroups, type RoutedGroup } from '../support/routing/routed-group.js';
import { meetsTerm, routedRequests, type RoutedRequest } from '../support/routing/routed-request.js';
import { routesOf } from './support/expand.js';
import { operated, rewritten, walkRoutes, type RoutedOutcome } from '../support/routing/walk-routes.js';

it('decides by one list of routes what a walk from service to service would decide', () => {
  let compared = 0;
  const requestLists = fc.array(routedRequests, { minLength: 1, maxLength: 20 });
  const property = fc.property(routedGroups, requestLists, (group, requests) => {
    const routes = expandedRoutes(group);
    fc.pre(routes !== undefined); // what cannot be one route is refused, which other tests look at
    for (const request of requests) {
      expect(outcome(routes.outbound, request)).toEqual(walkRoutes(group, 0, request));
      expect(outcome(routes.ingress, request)).toEqual(walkRoutes(group, 'gateway', request));
      compared += 2;
    }
  });
  fc.assert(property, { numRuns: 1_000 }); // prints its seed when it fails
  expect(compared).toBeGreaterThan(5_000);
});

interface GroupRoutes {
  readonly outbound: readonly EffectiveHttpRoute[];
  readonly ingress: readonly EffectiveHttpRoute[];
}

/** The routes by which a client calls the group's first service, and those of the group's gateway. */
function expandedRoutes(group: RoutedGroup): GroupRoutes | undefined {
  const { services } = groupServices(group);
  const client = meshIr.service('client', { calls: [meshIr.call('a')] });
  const ir = meshIr.mesh({ services: [...services, client], gateways: [groupGateway(group)] });
  const { mesh } = expandPolicies(resolveReferences(ir));
  if (mesh === undefined) return undefined;
  return { outbound: routesOf(mesh, 'client', 'a'), ingress: routesOf(mesh, 'ingress', '*') };
}

/** What the first effective route that a request meets does with it. */
function outcome(routes: readonly EffectiveHttpRoute[], request: RoutedRequest): RoutedOutcome {
  for (const route of routes) {
    const term = route.match.anyOf.find((each) => meetsTerm(each, request));
    if (term !== undefined) return act(route, term.paths[0], request);
  }
  return { kind: 'not-found' };
}

function act(
  { action, requestHeaders }: EffectiveHttpRoute,
  matched: PathMatch | undefined,
  request: RoutedRequest,
): RoutedOutcome {
  const change = action.kind === 'redirect' ? action : (action.rewrite ?? {});
  const path = change.path === undefined ? request.path : rewritten(change.path, matched, request.path);
  const host = change.host ?? request.host;
  if (action.kind === 'redirect') {
    const query = request.query === '' ? '' : `?${request.query}`;
    return { kind: 'redirected', location: `http://${host}${path}${query}` };
  }
  const headers = requestHeaders === undefined ? request.headers : operated(requestHeaders, request.headers);
  const [service = '', version = ''] = (action.destinations[0]?.destination ?? '').split('/');
  const versions = version === 'http' ? ['v1', 'v2'] : [version];
  return { kind: 'arrives', service, versions, request: { ...request, path, host, headers } };
}
