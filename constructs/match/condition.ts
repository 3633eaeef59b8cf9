import type { HeaderMatch, PathMatch, QueryParameterMatch } from '../../lib/ir/match.js';

/**
 * A condition on a request, for `match` of a route. Made by `path`, `header`, `query`, `method`, and joined by `allOf` and `anyOf`.
 */
export type Condition =
  | { readonly kind: 'path'; readonly path: PathMatch }
  | { readonly kind: 'header'; readonly header: HeaderMatch }
  | { readonly kind: 'query'; readonly query: QueryParameterMatch }
  | { readonly kind: 'method'; readonly methods: readonly string[] }
  | { readonly kind: 'all-of'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'any-of'; readonly conditions: readonly Condition[] };
