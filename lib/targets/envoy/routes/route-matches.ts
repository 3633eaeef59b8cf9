import type { HeaderMatcher, RouteMatch } from 'envoy-config-types/envoy/config/route/v3';
import type { MatchTerm, PathMatch } from '../../../ir/match.js';
import { barePrefix } from './bare-prefix.js';
import { headerMatchers } from './header-matchers.js';
import { pathHeaderMatchers } from './path-header-matchers.js';
import { queryParameterMatcher } from './query-parameter-matcher.js';
import { regexText } from './regex-text.js';

/**
 * The conditions of a term as Envoy states them: alternatives of which any one is enough; almost always one.
 * The first path becomes the route match's own, because a prefix rewrite replaces what that one matched.
 * Envoy: `config.route.v3.RouteMatch`.
 */
export function routeMatches(term: MatchTerm): readonly RouteMatch[] {
  const [path, ...morePaths] = term.paths;
  const fixed = [...methodMatchers(term.methods), ...morePaths.flatMap(pathHeaderMatchers)];
  const queryParameters = term.queryParameters.map(queryParameterMatcher);
  return everyChoice(term.headers.map(headerMatchers)).map((chosen) => {
    const headers = [...fixed, ...chosen];
    return {
      ...pathMatcher(path),
      ...(headers.length === 0 ? {} : { headers }),
      ...(queryParameters.length === 0 ? {} : { query_parameters: queryParameters }),
    };
  });
}

function pathMatcher(path: PathMatch | undefined): RouteMatch {
  if (path === undefined) return { prefix: '/' };
  switch (path.kind) {
    case 'exact':
      return { path: path.value };
    case 'prefix': {
      const prefix = barePrefix(path.value);
      return prefix === '' ? { prefix: '/' } : { path_separated_prefix: prefix };
    }
    case 'regex':
      return { safe_regex: { regex: path.value } };
  }
}

function methodMatchers(methods: readonly string[]): HeaderMatcher[] {
  if (methods.length === 0) return [];
  const [only] = methods;
  return [
    {
      name: ':method',
      string_match:
        methods.length === 1 && only !== undefined
          ? { exact: only }
          : { safe_regex: { regex: methods.map(regexText).join('|') } },
    },
  ];
}

/** Every way to take one of each list: `[[a], [b, c]]` gives `[a, b]` and `[a, c]`. */
function everyChoice<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (choices, list) => choices.flatMap((choice) => list.map((item) => [...choice, item])),
    [[]],
  );
}
