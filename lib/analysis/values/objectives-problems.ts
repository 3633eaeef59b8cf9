import type { Objectives } from '../../ir/objectives.js';
import { expectPositive } from './expect-positive.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges the values of objectives; whether they can be met is for other checks.
 */
export function* objectivesProblems(objectives: Objectives | undefined): Generator<ValueProblem> {
  if (objectives === undefined) return;
  yield* expectPositive('expected rate', objectives.requestsPerSecond, 'requests a second');
  yield* expectPositive('objective of the mean latency', objectives.meanLatencyMs, 'ms');
  yield* expectPositive('objective of the p99 latency', objectives.p99LatencyMs, 'ms');
}
