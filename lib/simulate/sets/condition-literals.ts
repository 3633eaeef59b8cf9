import { memoiseByObject } from '../../util/memoise-by-object.js';
import type { CookieCondition } from '../match/cookie-condition.js';
import type { HeaderCondition } from '../match/header-condition.js';
import type { QueryCondition } from '../match/query-condition.js';
import type { PathCondition, RouteCondition } from '../match/route-condition.js';
import type { TextMatcher } from '../match/text-matcher.js';
import type { Literal, PresentTest, Subject } from './literal.js';
import { hasText } from './text/has-text.js';
import type { Language } from './text/language.js';

/** What a route asks for, each thing as a literal; one that never holds where the route is not to be taken at all. */
export const conditionLiterals: (condition: RouteCondition) => readonly Literal[] = memoiseByObject(
  ({ path, headers, query, cookies, isGrpc, isEnabled }) => [
    ...(isEnabled ? [] : [never]),
    ...pathLiterals(path),
    ...headers.map(headerLiteral),
    ...(isGrpc ? [grpc] : []),
    ...query.map(queryLiteral),
    ...cookies.map(cookieLiteral),
  ],
);

const nothing: Language = { kind: 'nothing' };
const never: Literal = { subject: { kind: 'path' }, whenMissing: false, whenPresent: 'never' };
const grpc: Literal = {
  subject: { kind: 'header', name: 'content-type' },
  whenMissing: false,
  whenPresent: {
    language: { kind: 'separated-prefix', value: 'application/grpc', separator: '+', ignoreCase: false },
    isWanted: true,
    of: 'first',
  },
};

function pathLiterals(path: PathCondition): readonly Literal[] {
  if (path.kind === 'prefix' && (path.value === '/' || path.value === '')) return [];
  return [{ subject: { kind: 'path' }, whenMissing: false, whenPresent: wanted(pathLanguage(path)) }];
}

function pathLanguage(path: PathCondition): Language {
  switch (path.kind) {
    case 'exact':
    case 'prefix':
    case 'separated-prefix':
      return { kind: path.kind, value: path.value, ignoreCase: path.ignoreCase, separator: '/' };
    case 'regex':
      return { kind: 'regex', regex: path.regex };
    case 'unknown':
      return nothing;
  }
}

function headerLiteral({ name, test, invert, missingIsEmpty }: HeaderCondition): Literal {
  const subject = headerSubject(name);
  if (test.kind === 'present') {
    const whenPresent = test.isPresent !== invert;
    // What is taken for empty is there.
    return { subject, whenMissing: missingIsEmpty === whenPresent, whenPresent: whenPresent ? 'always' : 'never' };
  }
  const language: Language = test.kind === 'range' ? test : textLanguage(test.matcher);
  return {
    subject,
    whenMissing: missingIsEmpty && hasText(language, '') !== invert,
    whenPresent: { language, isWanted: !invert, of: 'all' },
  };
}

function headerSubject(name: string): Subject {
  switch (name) {
    case ':method':
      return { kind: 'method' };
    case ':authority':
    case 'host':
      return { kind: 'authority' };
    case ':path':
      return { kind: 'target' };
    case ':scheme':
      return { kind: 'scheme' };
  }
  return { kind: 'header', name };
}

function queryLiteral(condition: QueryCondition): Literal {
  const subject: Subject = { kind: 'query', name: condition.name };
  if (condition.kind === 'text')
    return { subject, whenMissing: false, whenPresent: wanted(textLanguage(condition.matcher)) };
  const { isPresent } = condition;
  return { subject, whenMissing: !isPresent, whenPresent: isPresent ? 'always' : 'never' };
}

function cookieLiteral({ name, matcher, invert }: CookieCondition): Literal {
  const whenPresent: PresentTest = { language: textLanguage(matcher), isWanted: !invert, of: 'all' };
  return { subject: { kind: 'cookie', name }, whenMissing: invert, whenPresent };
}

function textLanguage(matcher: TextMatcher): Language {
  return matcher.kind === 'unknown' ? nothing : matcher;
}

function wanted(language: Language): PresentTest {
  return { language, isWanted: true, of: 'all' };
}
