import type { Criterion } from '../../../lib/ir/rollout/criterion.js';
import { planVersion, type RolloutPlan } from '../../../lib/rollout/plan/rollout-plan.js';
import { rolloutIr } from './rollout-ir.js';

const origin = { kind: 'user', constructPath: 'Shop/release' } as const;

/** A gate on the share of failed requests, with what a test changes of it. */
export function makeCriterion(changes: Partial<Criterion> = {}): Criterion {
  return {
    name: 'errors',
    origin,
    measure: { kind: 'error-ratio' },
    tolerance: { kind: 'against-stable', ratio: 1, margin: 0.005 },
    role: 'gate',
    errorShare: 1,
    ...changes,
  };
}

/** A paced rollout of ten minutes in windows of 2 s, with what a test changes of it. */
export function makePlan(changes: Partial<Omit<RolloutPlan, 'planVersion'>> = {}): RolloutPlan {
  const rollout = rolloutIr('release', [{ service: 'shop', stable: 'v1', canary: 'v2' }]);
  return {
    ...rollout,
    planVersion,
    revision: 'canary',
    procedure: 'procedure',
    strategy: { kind: 'paced', first: 0.01, most: 1 },
    criteria: [makeCriterion()],
    leastRequests: 0,
    timing: { ...rollout.timing, settleMs: 4000, bakeMs: 10_000, budgetMs: 600_000 },
    ...changes,
  };
}
