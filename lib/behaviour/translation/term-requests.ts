import { RE2JS } from 're2js';
import type { HeaderMatch, MatchTerm, PathMatch, QueryParameterMatch, StringMatcher } from '../../ir/match.js';
import type { HeaderCondition } from '../../simulate/match/header-condition.js';
import type { PathCondition, RouteCondition } from '../../simulate/match/route-condition.js';
import { complementSet } from '../../simulate/sets/complement-set.js';
import { conditionSet } from '../../simulate/sets/condition-set.js';
import { intersectSets } from '../../simulate/sets/intersect-sets.js';
import type { RequestSet } from '../../simulate/sets/request-set.js';
import { uniteSets } from '../../simulate/sets/unite-sets.js';
import { textMatcherOf } from '../text-matcher-of.js';

const anyPath: PathCondition = { kind: 'prefix', value: '/', ignoreCase: false };
const anything: RouteCondition = { path: anyPath, headers: [], query: [], cookies: [], isGrpc: false, isEnabled: true };

/**
 * The requests that a term of a match takes, as the IR's own words say it: each condition is a set of its own, and "all of
 * them", "any of them" and "not" are done with sets. Says the same as the emitter by another way.
 */
export function termRequests({ paths, methods, headers, queryParameters }: MatchTerm): RequestSet {
  const parts = [
    conditionSet(anything),
    ...paths.map(pathRequests),
    ...(methods.length === 0 ? [] : [uniteSets(...methods.map(methodRequests))]),
    ...headers.map(headerRequests),
    ...queryParameters.map(queryRequests),
  ];
  return intersectSets(...parts);
}

function pathRequests({ kind, value }: PathMatch): RequestSet {
  const withPath = (path: PathCondition): RequestSet => conditionSet({ ...anything, path });
  switch (kind) {
    case 'exact':
      return withPath({ kind: 'exact', value, ignoreCase: false });
    case 'regex':
      return withPath({ kind: 'regex', source: value, regex: RE2JS.compile(value) });
    case 'prefix': {
      // By whole segments: the path itself, and everything below it.
      const segment = value.replace(/\/+$/, '');
      return uniteSets(
        withPath({ kind: 'exact', value: segment, ignoreCase: false }),
        withPath({ kind: 'prefix', value: `${segment}/`, ignoreCase: false }),
      );
    }
  }
}

function methodRequests(method: string): RequestSet {
  return withHeader(':method', { kind: 'exact', value: method });
}

function headerRequests({ name, matcher, negate }: HeaderMatch): RequestSet {
  const met = withHeader(name, matcher);
  return negate ? complementSet(met) : met;
}

function withHeader(name: string, matcher: StringMatcher): RequestSet {
  const test: HeaderCondition['test'] =
    matcher.kind === 'present'
      ? { kind: 'present', isPresent: true }
      : { kind: 'text', matcher: textMatcherOf(matcher) };
  return conditionSet({ ...anything, headers: [{ name, test, invert: false, missingIsEmpty: false }] });
}

function queryRequests({ name, matcher }: QueryParameterMatch): RequestSet {
  if (matcher.kind === 'present')
    return conditionSet({ ...anything, query: [{ kind: 'present', name, isPresent: true }] });
  return conditionSet({ ...anything, query: [{ kind: 'text', name, matcher: textMatcherOf(matcher) }] });
}
