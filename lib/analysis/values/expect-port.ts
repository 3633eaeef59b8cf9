import { isPortNumber } from '../syntax/is-port-number.js';
import { showValue } from '../words/show-value.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges a port number; absent is fine.
 */
export function* expectPort(what: string, value: number | undefined): Generator<ValueProblem> {
  if (value === undefined || isPortNumber(value)) return;
  yield { what, got: showValue(value), expected: 'a whole number from 1 to 65535' };
}
