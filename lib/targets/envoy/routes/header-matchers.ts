import type { HeaderMatcher } from 'envoy-config-types/envoy/config/route/v3';
import type { HeaderMatch } from '../../../ir/match.js';
import { stringMatcher } from './string-matcher.js';

/**
 * A condition on a header, as alternatives of which any one is enough; almost always one.
 * Envoy: `config.route.v3.HeaderMatcher`.
 */
export function headerMatchers({ name, matcher, negate }: HeaderMatch): readonly HeaderMatcher[] {
  if (matcher.kind === 'present') return [{ name, present_match: true, ...(negate ? { invert_match: true } : {}) }];
  const condition = { name, string_match: stringMatcher(matcher) };
  if (!negate) return [condition];
  // A missing header fails every condition in Envoy, an inverted one too, unless it is taken for an empty one. That is
  // right where the condition cannot hold for the empty text...
  if (refusesEmptyText(matcher)) return [{ ...condition, invert_match: true, treat_missing_header_as_empty: true }];
  // ...and where it can, "missing" and "there, but other" have to be two alternatives.
  return [
    { name, present_match: true, invert_match: true },
    { ...condition, invert_match: true },
  ];
}

function refusesEmptyText(matcher: { readonly kind: string; readonly value: string }): boolean {
  // What a regex takes is not looked into.
  return matcher.kind !== 'regex' && matcher.value !== '';
}
