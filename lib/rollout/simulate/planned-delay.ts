import type { Criterion } from '../../ir/rollout/criterion.js';
import { excessLine } from '../evidence/excess-line.js';
import { harmFactors } from '../evidence/harm-alternatives.js';
import { logHarmBound } from '../evidence/log-harm-bound.js';
import { projectShares } from '../evidence/project-shares.js';
import { toleratedExcess } from '../evidence/tolerated-excess.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import { divergence } from './divergence.js';

const msPerSecond = 1000;

/** A steady state of which the delay is asked. */
export interface SteadyHarm {
  readonly requestsPerSecond: number;
  /** Share of requests for the canary, over 0 to below 1. */
  readonly weight: number;
  /** Share of events that are bad at the stable side, over 0 to below 1. */
  readonly badShare: number;
  /** How much larger it is at the canary. */
  readonly effect: number;
}

/**
 * The median time until harm is proven at a fixed weight, ms, by a formula: what has to be shown, over what a second shows on
 * average, up to whole windows. Good to about a quarter; for shares of requests, where the stable side is known to have no clumps.
 *
 * @returns `Infinity` where the effect is tolerated
 */
export function plannedDelay(plan: RolloutPlan, criterion: Criterion, harm: SteadyHarm): number {
  const { requestsPerSecond, weight, badShare, effect } = harm;
  const line = excessLine(criterion.tolerance, toleratedExcess(criterion.tolerance));
  const canary = Math.min(1 - 1e-9, badShare + effect);
  if (canary <= line.ratio * badShare + line.margin) return Infinity;
  const events = { canary: requestsPerSecond * weight, stable: requestsPerSecond * (1 - weight) };
  const nullStable = projectShares(line, { canary, stable: badShare }, events);
  const gain =
    events.canary * divergence(canary, line.ratio * nullStable + line.margin) +
    events.stable * divergence(badShare, nullStable);
  // Half of the stake waits, and the rest is laid on so many alternatives.
  const needed = Math.log(2 * harmFactors.length) + logHarmBound(plan, criterion);
  const { windowMs } = plan.timing;
  return windowMs * Math.ceil((msPerSecond * needed) / gain / windowMs);
}
