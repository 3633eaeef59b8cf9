import type { StringMatcher } from '../../lib/ir/match.js';
import type { Condition } from './condition.js';

/** What can be asked of a query parameter; the first of that name counts. */
export interface QueryConditions {
  /** The parameter has this value. */
  is(value: string): Condition;
  /** The value starts so. */
  startsWith(value: string): Condition;
  /** An RE2 expression over the whole value. */
  matches(pattern: string): Condition;
  /** The parameter is there, with or without a value. */
  isPresent(): Condition;
}

/**
 * Conditions on a query parameter.
 *
 * @param name to the letter
 *
 * @example
 * search.route({ match: query('beta').is('1'), to: search.version('v2') });
 */
export function query(name: string): QueryConditions {
  const condition = (matcher: StringMatcher): Condition => ({ kind: 'query', query: { name, matcher } });
  return Object.freeze({
    is: (value: string) => condition({ kind: 'exact', value }),
    startsWith: (value: string) => condition({ kind: 'prefix', value }),
    matches: (value: string) => condition({ kind: 'regex', value }),
    isPresent: () => condition({ kind: 'present' }),
  });
}
