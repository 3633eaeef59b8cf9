import type { Criterion } from '../../ir/rollout/criterion.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import type { CriterionEvidence, Tally } from './criterion-evidence.js';
import { deflation } from './deflation.js';
import { eventKindOf } from './event-kind-of.js';
import type { CriterionReading } from './evidence-reading.js';
import { excessMargins } from './excess-margins.js';
import { logHarmBound } from './log-harm-bound.js';
import { logOfMixture } from './log-of-mixture.js';
import { logOfProof } from './log-of-proof.js';
import { provenExcess } from './proven-excess.js';

const msPerSecond = 1000;

/** What the evidence says of one criterion. */
export function readCriterion(plan: RolloutPlan, criterion: Criterion, evidence: CriterionEvidence): CriterionReading {
  const logProofBound = -Math.log(plan.falsePromotion);
  const bound = logHarmBound(plan, criterion);
  const margins = excessMargins(plan, criterion);
  const excess = [evidence.proofs, evidence.recentProofs].map((proofs) => provenExcess(margins, proofs, logProofBound));
  const count = ({ total, bad }: Tally): Tally =>
    eventKindOf(criterion.measure) === 'rates' ? { total: Math.round(total * msPerSecond), bad } : { total, bad };
  return {
    name: criterion.name,
    // What was proven once stays proven, whoever looked when.
    logHarm: evidence.mostLogHarm >= bound ? evidence.mostLogHarm : logOfMixture(evidence.harm),
    logHarmBound: bound,
    provenExcess: Math.max(...excess),
    isProven: logOfProof(evidence.promotion) >= logProofBound,
    dispersion: deflation(evidence.dispersion),
    canary: count(evidence.canary),
    stable: count(evidence.stable),
  };
}
