import type { Criterion } from '../../../../lib/ir/rollout/criterion.js';
import type { RolloutTiming } from '../../../../lib/ir/rollout/rollout-timing.js';
import type { RolloutPlan } from '../../../../lib/rollout/plan/rollout-plan.js';
import { makeCriterion } from '../../../support/rollout/make-plan.js';

const origin = { kind: 'user', constructPath: 'shop/checkout' } as const;

/** Errors at most half a percentage point above those of the stable side. */
export const errors: Criterion = makeCriterion({ origin });

/** Short times that are multiples of a second, each another one. */
export const timing: RolloutTiming = {
  windowMs: 1_000,
  settleMs: 1_000,
  readyMs: 9_000,
  acceptMs: 4_000,
  bakeMs: 2_000,
  budgetMs: 30_000,
  watchMs: 5_000,
  watchShare: 0.02,
  blindMs: 2_000,
  mostBlindMs: 8_000,
  gateMs: 48_000,
  wayBackMs: 6_000,
};

/** What a plan may be told otherwise. */
export type PlanChange = Partial<Omit<RolloutPlan, 'timing'>> & { readonly timing?: Partial<RolloutTiming> };

/** A rollout of `checkout/v2` beside `v1`, paced from 1 % to 50 %. */
export function examplePlan(change: PlanChange = {}): RolloutPlan {
  return {
    planVersion: 1,
    name: 'checkout',
    origin,
    revision: 'v2',
    procedure: 'p1',
    subject: { kind: 'versions', services: [{ service: 'checkout', stable: 'v1', canary: 'v2' }] },
    strategy: { kind: 'paced', first: 0.01, most: 0.5 },
    criteria: [errors],
    falseRollback: 0.01,
    falsePromotion: 0.05,
    harmBudget: 0.0025,
    leastRequests: 100,
    whenUndecided: 'hold',
    gates: { beforeStart: false, beforePromotion: false },
    windows: [],
    ...change,
    timing: { ...timing, ...change.timing },
  };
}
