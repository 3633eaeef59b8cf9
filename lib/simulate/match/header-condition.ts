import type { TextMatcher } from './text-matcher.js';

/** What the value of a header has to be. */
export type HeaderTest =
  | { readonly kind: 'text'; readonly matcher: TextMatcher }
  /** A whole number from `start` up to and without `end`. */
  | { readonly kind: 'range'; readonly start: bigint; readonly end: bigint }
  | { readonly kind: 'present'; readonly isPresent: boolean };

/** A condition on a header. Envoy: `config.route.v3.HeaderMatcher`. */
export interface HeaderCondition {
  /** In lower case. */
  readonly name: string;
  readonly test: HeaderTest;
  readonly invert: boolean;
  readonly missingIsEmpty: boolean;
}
