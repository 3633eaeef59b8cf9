import { listWords } from '../words/list-words.js';
import { showValue } from '../words/show-value.js';
import { didYouMean } from '../words/did-you-mean.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges a value that must be one of a few; absent is fine. Types say the same, but not every program is typed.
 */
export function* expectOneOf(
  what: string,
  value: string | number | undefined,
  allowed: readonly (string | number)[],
): Generator<ValueProblem> {
  if (value === undefined || allowed.includes(value)) return;
  const hint = typeof value === 'string' ? didYouMean(value, allowed.map(String)) : undefined;
  yield { what, got: showValue(value), expected: listWords(allowed.map(showValue), 'or'), hint };
}
