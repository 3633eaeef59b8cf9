import { RE2JS } from 're2js';
import { listWords } from '../../analysis/words/list-words.js';
import type { HeaderMatch, MatchTerm, PathMatch, QueryParameterMatch } from '../../ir/match.js';
import { describeHeaderCondition } from '../explain/describe-header-condition.js';
import { describePathCondition } from '../explain/describe-path-condition.js';
import { describeQueryCondition } from '../explain/describe-query-condition.js';
import { textMatcherOf } from '../text-matcher-of.js';

/** Says the conditions of a term, for a message: `(path is /api or below it, header x-user is "jason")`. */
export function describeTerm({ paths, methods, headers, queryParameters }: MatchTerm): string {
  const quoted = methods.map((method) => `"${method}"`);
  const parts = [
    ...paths.map(pathText),
    ...(methods.length === 0 ? [] : [`method is ${listWords(quoted, 'or')}`]),
    ...headers.map(headerText),
    ...queryParameters.map(queryText),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? '(every request)' : `(${parts.join(', ')})`;
}

function pathText({ kind, value }: PathMatch): string | undefined {
  switch (kind) {
    case 'exact':
      return describePathCondition({ kind, value, ignoreCase: false });
    case 'prefix':
      return value === '/' ? undefined : describePathCondition({ kind: 'separated-prefix', value, ignoreCase: false });
    case 'regex':
      return describePathCondition({ kind, source: value, regex: RE2JS.compile(value) });
  }
}

function headerText({ name, matcher, negate }: HeaderMatch): string {
  const condition = { name, invert: negate, missingIsEmpty: false };
  if (matcher.kind === 'present')
    return describeHeaderCondition({ ...condition, test: { kind: 'present', isPresent: true } });
  return describeHeaderCondition({ ...condition, test: { kind: 'text', matcher: textMatcherOf(matcher) } });
}

function queryText({ name, matcher }: QueryParameterMatch): string {
  if (matcher.kind === 'present') return describeQueryCondition({ kind: 'present', name, isPresent: true });
  return describeQueryCondition({ kind: 'text', name, matcher: textMatcherOf(matcher) });
}
