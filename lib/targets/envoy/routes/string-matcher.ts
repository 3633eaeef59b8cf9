import type { StringMatcher as EnvoyStringMatcher } from 'envoy-config-types/envoy/type/matcher/v3';
import type { StringMatcher } from '../../../ir/match.js';

/** A condition on a text; regexes hold for the whole text in both. Envoy: `type.matcher.v3.StringMatcher`. */
export function stringMatcher(matcher: Exclude<StringMatcher, { kind: 'present' }>): EnvoyStringMatcher {
  const { kind, value } = matcher;
  switch (kind) {
    case 'exact':
      return { exact: value };
    case 'prefix':
      return { prefix: value };
    case 'suffix':
      return { suffix: value };
    case 'contains':
      return { contains: value };
    case 'regex':
      return { safe_regex: { regex: value } };
  }
}
