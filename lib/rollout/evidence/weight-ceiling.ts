import type { Criterion } from '../../ir/rollout/criterion.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import type { CriterionEvidence } from './criterion-evidence.js';
import { excessMargins } from './excess-margins.js';
import { isShareOfRequests } from './is-share-of-requests.js';
import { provenExcess } from './proven-excess.js';
import { toleratedExcess } from './tolerated-excess.js';

/**
 * The highest weight at which an excess that is not tolerated stays within the harm budget: for an excess that does not grow this errs
 * with the chance `falsePromotion` at most, however long the rollout takes. All windows have to agree; those since the weight last more than
 * doubled have to agree before it rises further, because an excess may grow with the load.
 *
 * @param weight that the canary has now
 */
export function weightCeiling(
  plan: RolloutPlan,
  criterion: Criterion,
  evidence: CriterionEvidence,
  weight: number,
): number {
  if (!isShareOfRequests(criterion.measure)) return 1;
  const margins = excessMargins(plan, criterion);
  const logBound = -Math.log(plan.falsePromotion);
  const ceiling = (proofs: CriterionEvidence['proofs']): number => {
    const excess = provenExcess(margins, proofs, logBound);
    return excess <= toleratedExcess(criterion.tolerance) ? 1 : Math.min(1, plan.harmBudget / excess);
  };
  return Math.min(ceiling(evidence.proofs), Math.max(ceiling(evidence.recentProofs), weight));
}
