import type { Performance } from '../../ir/performance.js';
import { expectPositive } from './expect-positive.js';
import { expectWholeNumber } from './expect-whole-number.js';
import type { ValueProblem } from './value-problem.js';

const mostWorkers = 1_000_000;

/**
 * Judges how fast a version is said to be.
 */
export function* performanceProblems(performance: Performance | undefined): Generator<ValueProblem> {
  if (performance === undefined) return;
  yield* expectPositive('service time', performance.serviceTimeMs, 'ms');
  yield* expectWholeNumber('concurrency', performance.concurrency, { from: 1, to: mostWorkers });
}
