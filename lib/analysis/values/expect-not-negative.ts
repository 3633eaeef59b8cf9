import { showValue } from '../words/show-value.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges a measured amount that may be nothing: a number of 0 or more, fractions are fine.
 */
export function* expectNotNegative(what: string, value: number): Generator<ValueProblem> {
  if (Number.isFinite(value) && value >= 0) return;
  yield { what, got: showValue(value), expected: 'a number, 0 or more' };
}
