import { describeOwner } from '../../analysis/words/describe-owner.js';
import type { HttpRoute } from '../../ir/route.js';
import { defineBehaviourCheck } from '../analysis/define-behaviour-check.js';

/**
 * Says of which routes it could not be decided whether a request ever gets to them, and why. They are taken for
 * reachable.
 */
export const routeReachUndecided = defineBehaviourCheck('route-reach-undecided', function* ({ declared }) {
  const told = new Set<HttpRoute>();
  for (const { owner, places, reach } of declared) {
    for (const [index, { route }] of places.entries()) {
      const verdict = reach[index]?.verdict;
      if (verdict?.kind !== 'undecided' || told.has(route)) continue;
      told.add(route);
      yield {
        message: `whether route "${route.name}" of ${describeOwner(owner)} is ever reached could not be decided: ${verdict.reason}`,
        origin: route.origin,
        hint: 'it is taken for reachable; fewer conditions on the routes before it make it easier to decide',
      };
    }
  }
});
