import { showValue } from '../words/show-value.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges a measured amount: a number above 0, fractions are fine. Absent is fine.
 *
 * @param unit what the number counts, for the message, for example `ms`
 */
export function* expectPositive(what: string, value: number | undefined, unit: string): Generator<ValueProblem> {
  if (value === undefined || (Number.isFinite(value) && value > 0)) return;
  yield { what, got: `${showValue(value)} ${unit}`, expected: `more than 0 ${unit}` };
}
