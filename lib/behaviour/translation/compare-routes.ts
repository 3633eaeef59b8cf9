import type { EffectiveHttpRoute } from '../../ir/effective-mesh.js';
import type { MatchTerm } from '../../ir/match.js';
import type { HttpManager } from '../../simulate/http-manager.js';
import type { SimulatedRoute } from '../../simulate/route/simulated-route.js';
import { conditionSet } from '../../simulate/sets/condition-set.js';
import { everyRequest } from '../../simulate/sets/every-request.js';
import { intersectSets } from '../../simulate/sets/intersect-sets.js';
import type { RequestSet } from '../../simulate/sets/request-set.js';
import { isEmptySet } from '../../simulate/sets/is-empty-set.js';
import { subtractSets } from '../../simulate/sets/subtract-sets.js';
import { witnessOf } from '../../simulate/sets/witness-of.js';
import type { Witness } from '../../simulate/sets/witness.js';
import { stableJson } from '../../util/stable-json.js';
import { actualFacts } from './actual-facts.js';
import { expectedFacts, type ExpectedInput } from './expected-facts.js';
import { sampleRequests } from './sample-requests.js';
import { termRequests } from './term-requests.js';

/** The routes of a virtual host in two languages. */
export interface RoutesInput extends Pick<ExpectedInput, 'cluster' | 'host'> {
  readonly expected: readonly EffectiveHttpRoute[];
  readonly manager: HttpManager;
  readonly actual: readonly SimulatedRoute[];
}

/** Ten times what questions get elsewhere: nobody waits for the answer. */
const budget = { steps: 200_000 };

interface Region {
  readonly requests: RequestSet;
  readonly route: EffectiveHttpRoute;
  readonly term: MatchTerm;
}

/**
 * Compares what routes of the effective mesh say with what the emitted routes do: for every two that some request meets,
 * what becomes of it. Empty: they are the same decisions, for all requests there are.
 */
export function compareRoutes({ expected, actual, manager, cluster, host }: RoutesInput): readonly string[] {
  const differences: string[] = [];
  const look = (set: RequestSet, what: string): Witness | undefined => {
    const witness = witnessOf(set, { budget });
    // What cannot be decided is no proof.
    if (witness === undefined && isEmptySet(set, { budget }) === 'undecided')
      differences.push(`undecided: the requests of ${what}`);
    return witness;
  };
  let left = everyRequest;
  const regions = expected.flatMap((route) =>
    route.match.anyOf.map((term): Region => {
      const taken = termRequests(term);
      const requests = intersectSets(taken, left);
      left = subtractSets(left, taken);
      return { requests, route, term };
    }),
  );
  let rest = everyRequest;
  for (const route of actual) {
    const taken = conditionSet(route.condition);
    const requests = intersectSets(taken, rest);
    rest = subtractSets(rest, taken);
    for (const region of regions) {
      const witness = look(intersectSets(region.requests, requests), `"${region.route.name}" and "${route.name}"`);
      if (witness === undefined) continue;
      const samples = sampleRequests(region.route, region.term, witness.path);
      const wanted = expectedFacts({ route: region.route, term: region.term, samples, cluster, host });
      const found = actualFacts(manager, route, samples);
      if (stableJson(wanted) === stableJson(found)) continue;
      differences.push(
        `${stableJson(witness, 0)}: "${region.route.name}" says ${stableJson(wanted, 0)}, and route "${route.name}" does ${stableJson(found, 0)}`,
      );
    }
    const stray = look(intersectSets(requests, left), `what only "${route.name}" takes`);
    if (stray !== undefined) differences.push(`${stableJson(stray, 0)}: no route takes it, and "${route.name}" does`);
  }
  for (const { requests, route } of regions) {
    const lost = look(intersectSets(requests, rest), `what only "${route.name}" takes`);
    if (lost !== undefined)
      differences.push(`${stableJson(lost, 0)}: "${route.name}" takes it, and no emitted route does`);
  }
  return differences;
}
