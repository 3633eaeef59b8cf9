import type { CookieCondition } from '../../simulate/match/cookie-condition.js';
import { describeTextMatcher } from './describe-text-matcher.js';

/** What a condition asks of a cookie: `cookie user is "a"`. */
export function describeCookieCondition({ name, matcher, invert }: CookieCondition): string {
  const asked = `cookie ${name} ${describeTextMatcher(matcher)}`;
  return invert ? `not ${asked}` : asked;
}
