import type { Criterion } from '../../ir/rollout/criterion.js';
import { excessLine } from '../evidence/excess-line.js';
import { projectShares } from '../evidence/project-shares.js';
import { toleratedExcess } from '../evidence/tolerated-excess.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import { divergence } from '../simulate/divergence.js';

const msPerSecond = 1000;

/** A steady state of a sound canary. */
export interface SteadyHealth {
  readonly requestsPerSecond: number;
  /** Share of requests for the canary, over 0 to below 1. */
  readonly weight: number;
  /** Share of events that are bad at both sides, over 0 to below 1. */
  readonly badShare: number;
}

/**
 * The least time, ms, in which a criterion can be expected to be proven at a fixed weight, by a formula: what has to be shown, over the most
 * that a second can show on average. Real proofs take longer; for shares of requests.
 *
 * @returns `Infinity` where even a sound canary is worse than what is tolerated
 */
export function plannedProof(plan: RolloutPlan, { tolerance }: Criterion, health: SteadyHealth): number {
  const { requestsPerSecond, weight, badShare } = health;
  const line = excessLine(tolerance, toleratedExcess(tolerance));
  if (line.ratio * badShare + line.margin <= badShare) return Infinity;
  const events = { canary: requestsPerSecond * weight, stable: requestsPerSecond * (1 - weight) };
  const nullStable = projectShares(line, { canary: badShare, stable: badShare }, events);
  const nullCanary = Math.min(1 - 1e-9, line.ratio * nullStable + line.margin);
  const gain = events.canary * divergence(badShare, nullCanary) + events.stable * divergence(badShare, nullStable);
  return (msPerSecond * -Math.log(plan.falsePromotion)) / gain;
}
