import type { MatchTerm } from '../../ir/match.js';
import { defineCheck } from '../define-check.js';
import { describeRoute } from '../words/describe-route.js';

/**
 * Finds conditions that stand twice in one `allOf`, or in one `anyOf`: most likely one of them should ask something else.
 */
export const conditionRepeated = defineCheck('condition-repeated', function* ({ index }) {
  for (const site of index.routes) {
    const { route } = site;
    if (route.kind !== 'http') continue;
    const { anyOf } = route.match;
    const isRepeated = anyOf.some(repeatsItself);
    // Lists of alternatives that are joined, and have one in common, come to both. That is no mistake.
    if (isRepeated && anyOf.length > 1) continue;
    const hasRepeats = new Set(anyOf.map((term) => JSON.stringify(term))).size < anyOf.length;
    if (!isRepeated && !hasRepeats) continue;
    yield {
      message: `the match of ${describeRoute(site)} has ${isRepeated ? 'one condition' : 'one alternative'} twice, which changes nothing`,
      origin: route.origin,
      hint: 'remove one of them, or correct what it asks for',
    };
  }
});

function repeatsItself({ paths, headers, queryParameters }: MatchTerm): boolean {
  return [paths, headers, queryParameters].some((conditions: readonly unknown[]) => {
    return new Set(conditions.map((condition) => JSON.stringify(condition))).size < conditions.length;
  });
}
