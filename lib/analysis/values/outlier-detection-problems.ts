import type { OutlierDetectionPolicy } from '../../ir/policies/outlier-detection.js';
import { expectDuration } from './expect-duration.js';
import { expectWholeNumber } from './expect-whole-number.js';
import type { ValueProblem } from './value-problem.js';

const largest = 4_294_967_295;

/**
 * Judges the values of outlier detection.
 */
export function* outlierDetectionProblems(policy: OutlierDetectionPolicy): Generator<ValueProblem> {
  const range = { from: 0, to: largest };
  yield* expectWholeNumber('number of errors before ejection', policy.consecutive5xx, range);
  yield* expectWholeNumber('number of gateway errors before ejection', policy.consecutiveGatewayErrors, range);
  yield* expectDuration('interval of outlier detection', policy.intervalMs);
  yield* expectDuration('first ejection', policy.baseEjectionTimeMs);
  yield* expectWholeNumber('share of ejected endpoints in percent', policy.maxEjectionPercent, { from: 0, to: 100 });
}
