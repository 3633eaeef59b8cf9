import { defineCheck } from '../define-check.js';
import { findContradiction } from '../match/find-contradiction.js';
import { describeRoute } from '../words/describe-route.js';

/**
 * Finds matches that no request can meet, and shows the conditions that exclude each other. Of a match with several
 * alternatives all must be impossible: joining two lists of alternatives makes some that are, and means the others.
 */
export const routeImpossibleMatch = defineCheck('route-impossible-match', function* ({ index }) {
  for (const site of index.routes) {
    const { route } = site;
    if (route.kind !== 'http') continue;
    const { anyOf } = route.match;
    const contradictions = anyOf.map(findContradiction);
    if (contradictions.includes(undefined)) continue;
    const [first = 'its conditions on the method have no method in common, or anyOf() is empty'] = contradictions;
    const others = anyOf.length > 1 ? `, and so on for each of its ${anyOf.length} alternatives` : '';
    yield {
      message: `no request can meet the match of ${describeRoute(site)}: ${first}${others}`,
      origin: route.origin,
      hint: 'allOf(…) asks for all of its conditions at once; anyOf(…) for one of them',
    };
  }
});
