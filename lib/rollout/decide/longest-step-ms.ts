import type { RolloutPlan } from '../plan/rollout-plan.js';

/**
 * The longest time that one decision believes to have passed, ms. A clock that jumps ahead, or a controller that was away, moves
 * the times of a rollout by this at most; a clock that jumps back by nothing.
 */
export function longestStepMs({ timing }: RolloutPlan): number {
  return 5 * timing.windowMs;
}
