import type { Criterion } from '../../../lib/ir/rollout/criterion.js';
import type { Rollout } from '../../../lib/ir/rollout/rollout.js';
import { planVersion, type RolloutPlan } from '../../../lib/rollout/plan/rollout-plan.js';

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
export function makePlan(changes: Partial<Rollout> = {}): RolloutPlan {
  return {
    planVersion,
    name: 'release',
    origin,
    revision: 'canary',
    procedure: 'procedure',
    subject: { kind: 'versions', services: [{ service: 'shop', stable: 'v1', canary: 'v2' }] },
    strategy: { kind: 'paced', first: 0.01, most: 1 },
    criteria: [makeCriterion()],
    falseRollback: 0.01,
    falsePromotion: 0.05,
    harmBudget: 0.0025,
    leastRequests: 0,
    whenUndecided: 'hold',
    timing: {
      windowMs: 2000,
      settleMs: 4000,
      readyMs: 600_000,
      acceptMs: 60_000,
      bakeMs: 10_000,
      budgetMs: 600_000,
      watchMs: 300_000,
      watchShare: 0.02,
      blindMs: 15_000,
      mostBlindMs: 120_000,
      gateMs: 86_400_000,
      wayBackMs: 300_000,
    },
    gates: { beforeStart: false, beforePromotion: false },
    windows: [],
    ...changes,
  };
}
