import type { HttpRoute } from '../../ir/route.js';
import { defineCheck } from '../define-check.js';
import { isUnconditional } from '../match/is-unconditional.js';
import type { PlacedRoute, Placement } from '../place-route.js';
import { describeOwner } from '../words/describe-owner.js';
import { describeRoute } from '../words/describe-route.js';

/**
 * Finds routes behind one of the same owner that takes everything on the same port and hosts. Conditions are not
 * compared: a route behind two that together take everything is not found.
 */
export const routeUnreachable = defineCheck('route-unreachable', function* ({ index }) {
  let owner: string | undefined;
  let takers: PlacedRoute[] = [];
  for (const site of index.routes) {
    const words = describeOwner(site.owner);
    if (words !== owner) takers = [];
    owner = words;
    const taker = takers.find((earlier) => covers(earlier, site));
    if (taker === undefined) {
      if (takesEverything(site)) takers.push(site);
      continue;
    }
    const all = site.route.kind === 'http' ? 'request' : 'connection';
    yield {
      message: `${describeRoute(site)} is never reached: route "${taker.route.name}" before it takes every ${all}`,
      origin: site.route.origin,
      related: [{ message: `route "${taker.route.name}" is declared`, origin: taker.route.origin }],
      hint: 'put it before, or remove it',
    };
  }
});

function takesEverything({ route }: PlacedRoute): boolean {
  return route.kind === 'tcp' || isUnconditional(route.match);
}

function covers(earlier: PlacedRoute, later: PlacedRoute): boolean {
  if (earlier.route.kind !== later.route.kind) return false;
  if (!coversPort(earlier.placement, later.placement)) return false;
  return earlier.route.kind === 'tcp' || later.route.kind === 'tcp' || coversHosts(earlier.route, later.route);
}

function coversPort(earlier: Placement, later: Placement): boolean {
  if (earlier.kind === 'service-port' && later.kind === 'service-port') return earlier.port.name === later.port.name;
  if (earlier.kind !== 'gateway-port' || later.kind !== 'gateway-port') return false;
  return earlier.name === undefined || earlier.name === later.name;
}

function coversHosts({ hosts: earlier }: HttpRoute, { hosts: later }: HttpRoute): boolean {
  if (earlier === undefined) return true;
  return later?.every((host) => earlier.includes(host)) ?? false;
}
