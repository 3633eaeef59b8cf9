import { showValue } from '../words/show-value.js';
import type { ValueProblem } from './value-problem.js';

const longestMs = 86_400_000;

/**
 * Judges a length of time: 1 ms to 24 hours, to the millisecond. Absent and `none` are fine.
 *
 * @param valueMs milliseconds
 */
export function* expectDuration(what: string, valueMs: number | 'none' | undefined): Generator<ValueProblem> {
  if (valueMs === undefined || valueMs === 'none') return;
  if (Number.isInteger(valueMs) && valueMs >= 1 && valueMs <= longestMs) return;
  yield { what, got: `${showValue(valueMs)} ms`, expected: 'whole milliseconds, from 1 ms to 24 hours' };
}
