import { defineCheck } from '../define-check.js';
import { findContradiction, type Contradiction } from '../match/find-contradiction.js';
import { describeRoute } from '../words/describe-route.js';

// The conditions on the method are intersected where the program is read, so that nothing is left to show.
const noAlternative: Contradiction = {
  words: 'its conditions on the method have no method in common, or anyOf() is empty',
  hint: 'give anyOf(…) at least one condition, and one method(…) all the methods that are meant',
};

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
    const { words, hint } = contradictions[0] ?? noAlternative;
    const others = anyOf.length > 1 ? `, and so on for each of its ${anyOf.length} alternatives` : '';
    yield {
      message: `no request can meet the match of ${describeRoute(site)}: ${words}${others}`,
      origin: route.origin,
      hint,
    };
  }
});
