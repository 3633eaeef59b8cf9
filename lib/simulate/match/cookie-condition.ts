import type { TextMatcher } from './text-matcher.js';

/** A condition on a cookie. Envoy: `config.route.v3.CookieMatcher`. */
export interface CookieCondition {
  /** As written; cookies differ by case. */
  readonly name: string;
  readonly matcher: TextMatcher;
  readonly invert: boolean;
}
