import { isToken } from '../syntax/is-token.js';
import { showValue } from '../words/show-value.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges the name of a header. Pseudo headers such as `:path` are none: there are other words for what they hold.
 * Empty names are reported by `empty-value`.
 */
export function* expectHeaderName(what: string, name: string): Generator<ValueProblem> {
  if (name === '' || isToken(name)) return;
  const isPseudo = typeof name === 'string' && name.startsWith(':');
  yield {
    what,
    got: showValue(name),
    expected: 'letters, digits and "-", as header names are made',
    hint: isPseudo ? 'for paths, methods and hosts use path, method and the hosts of a gateway' : undefined,
  };
}
