import type { HeaderMatcher, RouteMatch } from 'envoy-config-types/envoy/config/route/v3';
import type { HeaderMatch, MatchTerm, PathMatch, StringMatcher } from '../../ir/match.js';
import { barePrefix } from '../../targets/envoy/routes/bare-prefix.js';
import { regexText } from '../../targets/envoy/routes/regex-text.js';
import { stringMatcher } from '../../targets/envoy/routes/string-matcher.js';

/** Whether a call of a gRPC client can meet a term: all are `POST`, and none has a query. */
export function canTakeCalls({ methods, queryParameters }: MatchTerm): boolean {
  return queryParameters.length === 0 && (methods.length === 0 || methods.includes('POST'));
}

/**
 * The conditions of a term in the words that gRPC clients know, as alternatives of which any one is enough. For terms
 * that calls can meet and that have one path at most. gRFC A28, "Supported Fields"; A63 for `string_match`.
 */
export function grpcMatches({ paths, headers }: MatchTerm): readonly RouteMatch[] {
  const [path] = paths;
  const choices = headers
    .map(headerMatchers)
    .reduce<readonly (readonly HeaderMatcher[])[]>(
      (before, alternatives) => before.flatMap((chosen) => alternatives.map((matcher) => [...chosen, matcher])),
      [[]],
    );
  return choices.map((chosen) => ({ ...pathMatcher(path), ...(chosen.length === 0 ? {} : { headers: [...chosen] }) }));
}

function pathMatcher(path: PathMatch | undefined): RouteMatch {
  switch (path?.kind) {
    case undefined:
      return { prefix: '/' };
    case 'exact':
      return { path: path.value };
    case 'prefix': {
      const prefix = barePrefix(path.value);
      // gRPC clients do not know `path_separated_prefix`.
      return prefix === '' ? { prefix: '/' } : { safe_regex: { regex: whole(`${regexText(prefix)}(?:/.*)?`) } };
    }
    case 'regex':
      return { safe_regex: { regex: whole(path.value) } };
  }
}

function headerMatchers({ name, matcher, negate }: HeaderMatch): readonly HeaderMatcher[] {
  if (matcher.kind === 'present') return [{ name, present_match: true, ...(negate ? { invert_match: true } : {}) }];
  const condition = { name, string_match: stringMatcher(wholeRegex(matcher)) };
  if (!negate) return [condition];
  // A missing header fails an inverted condition too, and `treat_missing_header_as_empty` no gRPC client knows.
  return [
    { name, present_match: true, invert_match: true },
    { ...condition, invert_match: true },
  ];
}

function wholeRegex(matcher: Exclude<StringMatcher, { kind: 'present' }>): Exclude<StringMatcher, { kind: 'present' }> {
  return matcher.kind === 'regex' ? { kind: 'regex', value: whole(matcher.value) } : matcher;
}

/** @grpc/grpc-js-xds 1.14 puts `^` and `$` around the text alone, so that `a|b` would take `ax`. */
function whole(regex: string): string {
  return `(?:${regex})`;
}
