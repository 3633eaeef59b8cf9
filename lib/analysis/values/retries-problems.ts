import { retryConditions, type RetriesPolicy } from '../../ir/policies/retries.js';
import { expectDuration } from './expect-duration.js';
import { expectOneOf } from './expect-one-of.js';
import { expectWholeNumber } from './expect-whole-number.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges the values of a retry policy.
 */
export function* retriesProblems(policy: RetriesPolicy): Generator<ValueProblem> {
  const { backOffBaseMs, backOffMaxMs } = policy;
  yield* expectWholeNumber('number of retries', policy.attempts, { from: 0, to: 100 });
  for (const condition of policy.on ?? []) yield* expectOneOf('retry condition', condition, retryConditions);
  for (const code of policy.statusCodes ?? [])
    yield* expectWholeNumber('retried status code', code, { from: 100, to: 599 });
  yield* expectDuration('per-try timeout', policy.perTryTimeoutMs);
  yield* expectDuration('first retry pause', backOffBaseMs);
  yield* expectDuration('longest retry pause', backOffMaxMs);
  if (backOffBaseMs !== undefined && backOffMaxMs !== undefined && backOffMaxMs < backOffBaseMs) {
    yield {
      what: 'longest retry pause',
      got: `${backOffMaxMs} ms`,
      expected: `at least the first pause, ${backOffBaseMs} ms`,
    };
  }
}
