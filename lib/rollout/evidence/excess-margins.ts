import type { Criterion } from '../../ir/rollout/criterion.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import { isShareOfRequests } from './is-share-of-requests.js';
import { toleratedExcess } from './tolerated-excess.js';

const mostExcess = 0.64;
// The finest step: below it a harm budget asks for more requests than any service has.
const leastExcess = 1e-6;

/**
 * The excesses of which a criterion keeps proofs, as shares over `ratio` x stable, or over the number that it is held against: what
 * is tolerated, and from the plan's harm budget on each twice the one before, up to 64 %. Rising. Where bad events are no share of requests,
 * the one that is tolerated.
 */
export function excessMargins(plan: RolloutPlan, { measure, tolerance }: Criterion): readonly number[] {
  const tolerated = toleratedExcess(tolerance);
  if (!isShareOfRequests(measure)) return [tolerated];
  const margins = [tolerated];
  // A share that cannot be passed needs no proof.
  const most = tolerance.kind === 'absolute' ? Math.min(mostExcess, 0.99 - tolerance.max) : mostExcess;
  for (let excess = Math.max(plan.harmBudget, leastExcess); excess <= most; excess *= 2) {
    if (excess !== tolerated) margins.push(excess);
  }
  return margins.sort((left, right) => left - right);
}
