import type { Condition } from './condition.js';

/**
 * A condition that holds when all of the given ones hold. Without any it takes every request.
 *
 * @example
 * cart.route({ match: allOf(path.prefix('/cart'), method('GET')), to: cart.version('v2') });
 */
export function allOf(...conditions: readonly Condition[]): Condition {
  return { kind: 'all-of', conditions };
}
