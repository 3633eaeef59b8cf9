import type { RolloutPlan } from '../plan/rollout-plan.js';

/** A plan at which nobody has to say yes, at any hour, and that stops where it is undecided: what its criteria can do by themselves. */
export function withoutPeople(plan: RolloutPlan): RolloutPlan {
  const { strategy } = plan;
  return {
    ...plan,
    gates: { beforeStart: false, beforePromotion: false },
    windows: [],
    whenUndecided: 'hold',
    strategy:
      strategy.kind === 'steps'
        ? { kind: 'steps', steps: strategy.steps.map((step) => ({ ...step, needsApproval: false })) }
        : strategy,
  };
}
