import type { Criterion } from '../../ir/rollout/criterion.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';

/** The evidence, as a natural logarithm, from which on a criterion's harm is proven. */
export function logHarmBound({ falseRollback }: RolloutPlan, { errorShare }: Criterion): number {
  return -Math.log(falseRollback * errorShare);
}
