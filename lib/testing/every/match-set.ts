import type { Match } from '../../ir/match.js';
import { readRouteCondition } from '../../simulate/read/read-route-condition.js';
import { conditionSet } from '../../simulate/sets/condition-set.js';
import type { RequestSet } from '../../simulate/sets/request-set.js';
import { uniteSets } from '../../simulate/sets/unite-sets.js';
import { routeMatches } from '../../targets/envoy/routes/route-matches.js';
import { Misuse } from '../misuse.js';

/** The requests that meet a match, as Envoy understands what the emitter makes of it. */
export function matchSet({ anyOf }: Match): RequestSet {
  const conditions = anyOf.flatMap(routeMatches).map((match) =>
    readRouteCondition(match, (field) => {
      throw new Misuse(`the condition of everyRequest cannot be evaluated: ${field}`);
    }),
  );
  return uniteSets(...conditions.map(conditionSet));
}
