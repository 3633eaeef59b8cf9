import type { RolloutPlan } from '../../plan/rollout-plan.js';

/** The highest weight of a rollout before its end, 0 to 1: where a criterion compares with the stable side, something has to stay there. */
export function mostWeight({ criteria, timing }: RolloutPlan): number {
  return criteria.some(({ tolerance }) => tolerance.kind === 'against-stable') ? 1 - timing.watchShare : 1;
}
