import type { Criterion } from '../../ir/rollout/criterion.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import type { CriterionEvidence, Proof } from './criterion-evidence.js';
import { emptyMixture } from './empty-mixture.js';
import { excessMargins } from './excess-margins.js';
import { harmFactors } from './harm-alternatives.js';

/** What is known of a criterion before the first window. */
export function emptyCriterionEvidence(plan: RolloutPlan, criterion: Criterion): CriterionEvidence {
  const proofs = excessMargins(plan, criterion).map((): Proof => [0, 0]);
  return {
    harm: emptyMixture(harmFactors.length),
    mostLogHarm: 0,
    promotion: [0, 0],
    proofs,
    recentProofs: proofs,
    recentWeight: 0,
    stable: { total: 0, bad: 0 },
    canary: { total: 0, bad: 0 },
    dispersion: { chiSquared: 0, degrees: 0 },
  };
}
