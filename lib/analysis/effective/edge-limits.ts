import type { EffectiveHttpRoute } from '../../ir/effective-mesh.js';
import { isUnconditional } from '../match/is-unconditional.js';
import type { CallRoute } from './call-graph.js';

/** How long a caller waits for a callee: it depends on the route that a request takes. */
export interface EdgeLimits {
  /** The route with the shortest request timeout; of equal ones, one that the program sets. */
  readonly shortest: EffectiveHttpRoute;
  /** The shortest of those without a condition, which take whatever comes; the longest where each has one. */
  readonly usual: EffectiveHttpRoute;
  /** The route with the longest. */
  readonly longest: EffectiveHttpRoute;
}

/**
 * Finds the shortest, the usual and the longest request timeout of the routes of a call; undefined where no HTTP goes.
 */
export function edgeLimits(routes: readonly CallRoute[]): EdgeLimits | undefined {
  let shortest: EffectiveHttpRoute | undefined;
  let usual: EffectiveHttpRoute | undefined;
  let longest: EffectiveHttpRoute | undefined;
  for (const entry of routes) {
    if (entry.kind === 'tcp') continue;
    const { route } = entry;
    if (shortest === undefined || isBetter(limitMs(shortest) - limitMs(route), route)) shortest = route;
    const isUsual = isUnconditional(route.match);
    if (isUsual && (usual === undefined || isBetter(limitMs(usual) - limitMs(route), route))) usual = route;
    if (longest === undefined || isBetter(limitMs(route) - limitMs(longest), route)) longest = route;
  }
  return shortest === undefined || longest === undefined ? undefined : { shortest, usual: usual ?? longest, longest };
}

/** The request timeout of a route in ms; infinite for `none`. */
export function limitMs({ timeout }: EffectiveHttpRoute): number {
  return timeout.requestMs.value === 'none' ? Infinity : timeout.requestMs.value;
}

// Two limits of `none` differ by NaN, which is neither over 0 nor 0: they are equal.
function isBetter(difference: number, route: EffectiveHttpRoute): boolean {
  return difference > 0 || (!(difference < 0) && route.timeout.requestMs.origin.kind === 'user');
}
