import { isPortNumber } from '../syntax/is-port-number.js';
import { showValue } from '../words/show-value.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges a port number. An untyped program may leave it out, which is not fine.
 */
export function* expectPort(what: string, value: unknown): Generator<ValueProblem> {
  if (isPortNumber(value)) return;
  yield { what, got: showValue(value), expected: 'a whole number from 1 to 65535' };
}
