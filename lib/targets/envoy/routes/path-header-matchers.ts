import type { HeaderMatcher } from 'envoy-config-types/envoy/config/route/v3';
import type { PathMatch } from '../../../ir/match.js';
import { barePrefix } from './bare-prefix.js';
import { regexText } from './regex-text.js';
import { regexWithoutQuery } from './regex-without-query.js';

/**
 * Conditions on the path beside the one that Envoy's route match has room for, as matchers of the `:path` header,
 * which holds the query too. Empty for the prefix of everything.
 */
export function pathHeaderMatchers(path: PathMatch): HeaderMatcher[] {
  const regex = pathRegex(path);
  if (regex === undefined) return [];
  return [{ name: ':path', string_match: { safe_regex: { regex: `${regex}(?:\\?.*)?` } } }];
}

function pathRegex({ kind, value }: PathMatch): string | undefined {
  switch (kind) {
    case 'exact':
      return regexText(value);
    case 'prefix': {
      const prefix = barePrefix(value);
      return prefix === '' ? undefined : `${regexText(prefix)}(?:/[^?]*)?`;
    }
    case 'regex':
      return `(?:${regexWithoutQuery(value)})`;
  }
}
