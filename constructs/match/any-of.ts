import type { Condition } from './condition.js';

/**
 * A condition that holds when at least one of the given ones holds.
 *
 * @example
 * ingress.route({ match: anyOf(path.exact('/login'), path.exact('/logout')), to: productpage });
 */
export function anyOf(...conditions: readonly [Condition, ...Condition[]]): Condition {
  return { kind: 'any-of', conditions };
}
