import type { HeaderMatch, MatchTerm, StringMatcher } from '../../ir/match.js';
import { isHeaderValue } from '../syntax/is-header-value.js';
import { isToken } from '../syntax/is-token.js';
import { showValue } from '../words/show-value.js';
import { expectHeaderName } from './expect-header-name.js';
import { expectPath } from './expect-path.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges the names and values in one term of a match. Regular expressions are judged by `invalid-regex`.
 */
export function* matchProblems({ paths, methods, headers }: MatchTerm): Generator<ValueProblem> {
  for (const { kind, value } of paths) if (kind !== 'regex') yield* expectPath('path to match', value);
  for (const method of methods) yield* methodProblems(method);
  for (const header of headers) yield* headerProblems(header);
}

function* methodProblems(method: string): Generator<ValueProblem> {
  if (method === '' || (isToken(method) && method === method.toUpperCase())) return;
  const upperCase = method.toUpperCase();
  yield {
    what: 'method to match',
    got: showValue(method),
    expected: 'an HTTP method in upper case; methods are compared to the letter',
    hint: isToken(upperCase) ? `write "${upperCase}"` : undefined,
  };
}

function* headerProblems({ name, matcher }: HeaderMatch): Generator<ValueProblem> {
  yield* expectHeaderName('header to match', name);
  const text = literalText(matcher);
  if (text === undefined || isHeaderValue(text)) return;
  yield {
    what: `value to match of header "${name}"`,
    got: showValue(text),
    expected: 'a text without line breaks and other control characters, which no header has',
  };
}

function literalText(matcher: StringMatcher): unknown {
  return matcher.kind === 'present' || matcher.kind === 'regex' ? undefined : matcher.value;
}
