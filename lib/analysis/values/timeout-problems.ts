import type { TimeoutPolicy } from '../../ir/policies/timeout.js';
import { expectDuration } from './expect-duration.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges the values of a timeout policy.
 */
export function* timeoutProblems({ requestMs, idleMs, connectMs }: TimeoutPolicy): Generator<ValueProblem> {
  yield* expectDuration('timeout', requestMs);
  yield* expectDuration('idle timeout', idleMs);
  yield* expectDuration('connect timeout', connectMs);
}
