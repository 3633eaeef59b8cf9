import { showValue } from '../words/show-value.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges a number that counts something; absent is fine.
 *
 * @param range `from` and `to` are part of it; `to` absent: no limit
 */
export function* expectWholeNumber(
  what: string,
  value: number | undefined,
  { from, to }: { readonly from: number; readonly to?: number },
): Generator<ValueProblem> {
  if (value === undefined) return;
  if (Number.isSafeInteger(value) && value >= from && (to === undefined || value <= to)) return;
  const range = to === undefined ? `, ${from} or more` : ` from ${from} to ${to}`;
  yield { what, got: showValue(value), expected: `a whole number${range}` };
}
