import { listWords } from '../../analysis/words/list-words.js';
import type { MatchTerm, StringMatcher } from '../../ir/match.js';

/** Says the conditions of a term, for a message: `(path prefix /api, header x-user is "jason")`. */
export function describeTerm({ paths, methods, headers, queryParameters }: MatchTerm): string {
  const words = [
    ...paths.map(({ kind, value }) => `path ${kind} ${value}`),
    ...(methods.length === 0 ? [] : [`method ${listWords(methods, 'or')}`]),
    ...headers.map(({ name, matcher, negate }) => `header ${name} ${negate ? 'not ' : ''}${matcherWords(matcher)}`),
    ...queryParameters.map(({ name, matcher }) => `query ${name} ${matcherWords(matcher)}`),
  ];
  return words.length === 0 ? '(every request)' : `(${words.join(', ')})`;
}

function matcherWords(matcher: StringMatcher): string {
  if (matcher.kind === 'present') return 'present';
  return `${matcher.kind === 'exact' ? 'is' : matcher.kind} "${matcher.value}"`;
}
