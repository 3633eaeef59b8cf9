import type { RegexMatchAndSubstitute } from 'envoy-config-types/envoy/type/matcher/v3';
import type { PathMatch } from '../../../ir/match.js';
import type { PathRewrite } from '../../../ir/route.js';
import { barePrefix } from './bare-prefix.js';
import { regexText } from './regex-text.js';

/** The fields of `RouteAction` and `RedirectAction` that change a path; one of them at most. */
export type PathRewriteFields =
  | { readonly prefix_rewrite: string }
  | { readonly regex_rewrite: RegexMatchAndSubstitute }
  | { readonly prefix_rewrite?: never; readonly regex_rewrite?: never };

/**
 * How Envoy changes a path. The query stays.
 *
 * @param matched the path condition of the route match; undefined where it takes every path
 */
export function pathRewrite(rewrite: PathRewrite, matched: PathMatch | undefined): PathRewriteFields {
  switch (rewrite.kind) {
    case 'full':
      return substitute('^/.*$', rewrite.path.replaceAll('\\', '\\\\'));
    case 'regex':
      return substitute(rewrite.pattern, rewrite.substitution);
    case 'prefix':
      return prefixRewrite(rewrite.prefix, matched);
  }
}

/**
 * Replaces the matched prefix by whole segments, as Gateway API's ReplacePrefixMatch says: from `/a` to `/`, `/a/b`
 * becomes `/b` and `/a` becomes `/`.
 */
function prefixRewrite(replacement: string, matched: PathMatch | undefined): PathRewriteFields {
  const to = barePrefix(replacement);
  if (matched !== undefined && matched.kind !== 'prefix') return { prefix_rewrite: to === '' ? '/' : to };
  const from = matched === undefined ? '' : barePrefix(matched.value);
  // Envoy replaces text, not segments, so the slash that parts prefix and rest must be on neither or both sides.
  if (from === '') return to === '' ? {} : { prefix_rewrite: `${to}/` };
  return to === '' ? substitute(`^${regexText(from)}/?`, '/') : { prefix_rewrite: to };
}

function substitute(regex: string, substitution: string): PathRewriteFields {
  return { regex_rewrite: { pattern: { regex }, substitution } };
}
