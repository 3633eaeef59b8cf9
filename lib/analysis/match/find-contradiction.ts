import type { HeaderMatch, MatchTerm, PathMatch, StringMatcher } from '../../ir/match.js';
import { showValue } from '../words/show-value.js';
import { coversText } from './covers-text.js';
import { excludesPath } from './excludes-path.js';
import { excludesText } from './excludes-text.js';

/** Two things about a request that cannot both be, in words, and what to do about it. */
export interface Contradiction {
  readonly words: string;
  readonly hint: string;
}

const pairHint = 'allOf(…) asks for all of its conditions at once; anyOf(…) for one of them';

/**
 * Says why no request can meet all conditions of a term. Undefined when no reason is found.
 */
export function findContradiction({ paths, headers, queryParameters }: MatchTerm): Contradiction | undefined {
  const odd = paths.find(startsWithoutSlash);
  if (odd !== undefined) {
    return { words: `${wordsOfPath(odd)}, and every path starts with "/"`, hint: 'begin the expression with "/"' };
  }
  const words =
    findPair(paths, excludesPath, wordsOfPath) ??
    findPair(headers, excludesHeader, wordsOfHeader) ??
    findPair(
      queryParameters,
      (a, b) => a.name === b.name && excludesText(a.matcher, b.matcher),
      ({ name, matcher }) => `query parameter "${name}" ${wordsOfText(matcher)}`,
    );
  return words === undefined ? undefined : { words, hint: pairHint };
}

/** Only the plain case of an expression that starts with a letter or digit is looked for. */
function startsWithoutSlash({ kind, value }: PathMatch): boolean {
  return kind === 'regex' && /^\^?\w(?![?*{])[^|]*$/.test(value);
}

function findPair<T>(
  items: readonly T[],
  excludes: (a: T, b: T) => boolean,
  wordsOf: (item: T) => string,
): string | undefined {
  for (const [index, a] of items.entries()) {
    const b = items.slice(index + 1).find((other) => excludes(a, other));
    if (b !== undefined) return `${wordsOf(a)} and ${wordsOf(b)}`;
  }
  return undefined;
}

function excludesHeader(a: HeaderMatch, b: HeaderMatch): boolean {
  if (a.name !== b.name || (a.negate && b.negate)) return false;
  if (a.negate) return coversText(a.matcher, b.matcher);
  return b.negate ? coversText(b.matcher, a.matcher) : excludesText(a.matcher, b.matcher);
}

function wordsOfPath({ kind, value }: PathMatch): string {
  const verb = { exact: 'is', prefix: 'is at or below', regex: 'matches' }[kind];
  return `the path ${verb} ${showValue(value)}`;
}

function wordsOfHeader({ name, matcher, negate }: HeaderMatch): string {
  return `header "${name}" ${wordsOfText(matcher, negate ? 'negative' : 'positive')}`;
}

const verbs = {
  exact: { positive: 'is', negative: 'is not' },
  prefix: { positive: 'starts with', negative: 'does not start with' },
  suffix: { positive: 'ends with', negative: 'does not end with' },
  contains: { positive: 'contains', negative: 'does not contain' },
  regex: { positive: 'matches', negative: 'does not match' },
  present: { positive: 'is present', negative: 'is absent' },
} as const satisfies Record<StringMatcher['kind'], unknown>;

function wordsOfText(matcher: StringMatcher, sense: 'positive' | 'negative' = 'positive'): string {
  const verb = verbs[matcher.kind][sense];
  return matcher.kind === 'present' ? verb : `${verb} ${showValue(matcher.value)}`;
}
