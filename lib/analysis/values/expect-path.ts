import { showValue } from '../words/show-value.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges a literal path: it starts with `/` and has no query, fragment, blanks or control characters. Empty ones are
 * reported by `empty-value`.
 */
export function* expectPath(what: string, value: string | undefined): Generator<ValueProblem> {
  if (value === undefined || value === '') return;
  if (typeof value === 'string' && /^\/[^?#\s\u0000-\u001f\u007f]*$/.test(value)) return;
  yield {
    what,
    got: showValue(value),
    expected: 'a path that starts with "/" and has no query',
    hint:
      typeof value === 'string' && value.includes('?') ? 'conditions on the query are made with query(…)' : undefined,
  };
}
