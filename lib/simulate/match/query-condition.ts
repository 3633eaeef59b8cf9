import type { TextMatcher } from './text-matcher.js';

/** A condition on a query parameter. Envoy: `config.route.v3.QueryParameterMatcher`. */
export type QueryCondition =
  | { readonly kind: 'present'; readonly name: string; readonly isPresent: boolean }
  | { readonly kind: 'text'; readonly name: string; readonly matcher: TextMatcher };
