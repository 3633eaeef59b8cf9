import type { MeasuredWindow } from '../observation/measured-window.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import { addToMixture } from './add-to-mixture.js';
import { emptyMixture } from './empty-mixture.js';
import type { Evidence, RoutingEvidence } from './evidence.js';
import { starvedParts } from './starved-parts.js';

/**
 * Adds what a window tells of whether requests come to the canary: with each epoch anew, because each weight may be routed wrongly.
 * Against "the canary gets its weight or more"; more is no fault, since callers that keep their version may bring it.
 */
export function addRouting(plan: RolloutPlan, evidence: Evidence, window: MeasuredWindow): RoutingEvidence {
  const { epochs, starved } = evidence.routing;
  const isNew = evidence.last?.epoch !== window.epoch;
  const before = isNew ? emptyMixture(starvedParts.length) : starved;
  const count = isNew ? epochs + 1 : epochs;
  const due = dueShare(plan, window.canaryWeight);
  const { hits, misses } = drawsOf(plan, window);
  if (due <= 0 || due >= 1 || hits + misses === 0) return { epochs: count, starved: before };
  const logEValues = starvedParts.map(
    (part) => hits * Math.log(part) + misses * Math.log1p((due - part * due) / (1 - due)),
  );
  const timePart = (window.toMs - window.fromMs) / plan.timing.budgetMs;
  return { epochs: count, starved: addToMixture(before, logEValues, timePart) };
}

/**
 * The least share that is well. Callers that keep their version come by users, not by requests, and rules of another configuration may answer
 * some themselves: half of the weight is well then.
 */
function dueShare({ affinity, strategy, subject }: RolloutPlan, weight: number): number {
  if (strategy.kind === 'a-b') return 0;
  return affinity === undefined && subject.kind !== 'configuration' ? weight : weight / 2;
}

/** How often chance decided, and for whom. Each request of the stable side decides whether it is copied. */
function drawsOf({ strategy }: RolloutPlan, { requests }: MeasuredWindow): { hits: number; misses: number } {
  const { canary, stable } = requests;
  if (strategy.kind !== 'mirror') return { hits: canary, misses: stable };
  return { hits: Math.min(canary, stable), misses: Math.max(0, stable - canary) };
}
