import type { StringMatcher } from '../../lib/ir/match.js';
import type { Condition } from './condition.js';

/** What can be asked of a header. Values are compared to the letter; several values of one header are joined by commas first. */
export interface HeaderConditions {
  /** The header has this value. */
  is(value: string): Condition;
  /** The header has another value, or is missing. */
  isNot(value: string): Condition;
  /** The value starts so. */
  startsWith(value: string): Condition;
  /** The value ends so. */
  endsWith(value: string): Condition;
  /** The value holds this text. */
  contains(value: string): Condition;
  /** An RE2 expression over the whole value. */
  matches(pattern: string): Condition;
  /** The header is there, whatever its value. */
  isPresent(): Condition;
  /** The header is not there. */
  isAbsent(): Condition;
}

/**
 * Conditions on a request header (or gRPC metadata).
 *
 * @param name in any case
 *
 * @example
 * reviews.route({ match: header('end-user').is('jason'), to: reviews.version('v2') });
 */
export function header(name: string): HeaderConditions {
  const condition = (matcher: StringMatcher, negate = false): Condition => ({
    kind: 'header',
    header: { name: name.toLowerCase(), matcher, negate },
  });
  return Object.freeze({
    is: (value: string) => condition({ kind: 'exact', value }),
    isNot: (value: string) => condition({ kind: 'exact', value }, true),
    startsWith: (value: string) => condition({ kind: 'prefix', value }),
    endsWith: (value: string) => condition({ kind: 'suffix', value }),
    contains: (value: string) => condition({ kind: 'contains', value }),
    matches: (value: string) => condition({ kind: 'regex', value }),
    isPresent: () => condition({ kind: 'present' }),
    isAbsent: () => condition({ kind: 'present' }, true),
  });
}
