import type { HeaderCondition } from '../../simulate/match/header-condition.js';
import type { QueryCondition } from '../../simulate/match/query-condition.js';
import type { PathCondition, RouteCondition } from '../../simulate/match/route-condition.js';
import type { TextMatcher } from '../../simulate/match/text-matcher.js';

/** The conditions of a route in the words of a program, one after the other, without loss; empty takes every request. */
export function conditionWords({ path, headers, query, isGrpc, isEnabled }: RouteCondition): readonly string[] {
  return [
    ...pathWords(path),
    ...headers.map(headerConditionWords),
    ...query.map(queryWords),
    ...(isGrpc ? ['gRPC only'] : []),
    ...(isEnabled ? [] : ['never']),
  ];
}

const plainMethods = /^[A-Z]+(\|[A-Z]+)*$/;

/** A condition on a header in the words of a program, without loss. */
export function headerConditionWords({ name, test, invert, missingIsEmpty }: HeaderCondition): string {
  const subject = `header(${JSON.stringify(name)})${missingIsEmpty ? ' (empty where missing)' : ''}`;
  const inverted = (words: string): string => (invert ? `not ${words}` : words);
  switch (test.kind) {
    case 'present':
      return `${subject}.${test.isPresent === invert ? 'isAbsent' : 'isPresent'}()`;
    case 'range':
      return inverted(`${subject} from ${test.start} to below ${test.end}`);
    case 'text':
      break;
  }
  const { matcher } = test;
  const methods = name === ':method' && !invert && !missingIsEmpty ? methodWords(matcher) : undefined;
  if (methods !== undefined) return methods;
  if (matcher.kind === 'exact' && !matcher.ignoreCase)
    return `${subject}.${invert ? 'isNot' : 'is'}(${JSON.stringify(matcher.value)})`;
  return inverted(`${subject}.${matcherWords(matcher)}`);
}

/** How the compiler writes conditions on the method. */
function methodWords(matcher: TextMatcher): string | undefined {
  if (matcher.kind === 'exact' && !matcher.ignoreCase) return `method(${JSON.stringify(matcher.value)})`;
  const source = matcher.kind === 'regex' ? matcher.regex.pattern() : '';
  if (!plainMethods.test(source)) return undefined;
  const names = source.split('|').map((each) => JSON.stringify(each));
  return `method(${names.join(', ')})`;
}

function pathWords(path: PathCondition): readonly string[] {
  switch (path.kind) {
    case 'exact':
      return [`path.exact(${JSON.stringify(path.value)})${anyCase(path)}`];
    case 'separated-prefix':
      return [`path.prefix(${JSON.stringify(path.value)})${anyCase(path)}`];
    case 'prefix':
      // Every path starts with a slash.
      if (path.value === '/' || path.value === '') return [];
      return [`path starts with ${JSON.stringify(path.value)}${anyCase(path)}`];
    case 'regex':
      return [`path.regex(${JSON.stringify(path.source)})`];
    case 'unknown':
      return ['a path condition that is not known'];
  }
}

function queryWords(condition: QueryCondition): string {
  const subject = `query(${JSON.stringify(condition.name)})`;
  if (condition.kind === 'present') return `${subject}.${condition.isPresent ? 'isPresent' : 'isAbsent'}()`;
  return `${subject}.${matcherWords(condition.matcher)}`;
}

const verbs = { exact: 'is', prefix: 'startsWith', suffix: 'endsWith', contains: 'contains' } as const;

function matcherWords(matcher: TextMatcher): string {
  switch (matcher.kind) {
    case 'regex':
      return `matches(${JSON.stringify(matcher.regex.pattern())})`;
    case 'unknown':
      return 'a condition that is not known';
    case 'exact':
    case 'prefix':
    case 'suffix':
    case 'contains':
      return `${verbs[matcher.kind]}(${JSON.stringify(matcher.value)})${anyCase(matcher)}`;
  }
}

function anyCase({ ignoreCase }: { readonly ignoreCase: boolean }): string {
  return ignoreCase ? ' in any case' : '';
}
