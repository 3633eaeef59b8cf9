import type { Condition } from './condition.js';

/**
 * A condition on the method of a request: any of those given.
 *
 * @param methods HTTP methods, upper case by convention and compared to the letter
 *
 * @example
 * cart.route({ match: method('GET', 'HEAD'), to: cart.version('v2') });
 */
export function method(...methods: readonly [string, ...string[]]): Condition {
  return { kind: 'method', methods };
}
