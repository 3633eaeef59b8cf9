import type { CircuitBreakerPolicy } from '../../ir/policies/circuit-breaker.js';
import { expectWholeNumber } from './expect-whole-number.js';
import type { ValueProblem } from './value-problem.js';

const largest = 4_294_967_295;

/**
 * Judges the values of a circuit breaker. Limits of 0 would let nothing through: every request first waits for a
 * connection.
 */
export function* circuitBreakerProblems(policy: CircuitBreakerPolicy): Generator<ValueProblem> {
  const range = { from: 1, to: largest };
  yield* expectWholeNumber('limit of connections', policy.maxConnections, range);
  yield* expectWholeNumber('limit of waiting requests', policy.maxPendingRequests, range);
  yield* expectWholeNumber('limit of requests', policy.maxRequests, range);
  yield* expectWholeNumber('limit of retries under way', policy.maxRetries, { from: 0, to: largest });
}
