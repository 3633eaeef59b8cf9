import { showValue } from '../words/show-value.js';
import type { ValueProblem } from './value-problem.js';

const steps = 10_000; // Envoy counts in millionths

/**
 * Judges a share of requests in percent: over 0, to 100, in steps of 0.0001.
 */
export function* expectPercent(what: string, value: number): Generator<ValueProblem> {
  if (value > 0 && value <= 100 && Math.round(value * steps) / steps === value) return;
  yield { what, got: `${showValue(value)} %`, expected: 'over 0 and up to 100 %, in steps of 0.0001' };
}
