import type { RolloutPlan } from '../../plan/rollout-plan.js';
import { type Exposure, noExposure } from '../exposure.js';
import { mostWeight } from './most-weight.js';

/** What comes to the canary during the watch: everything, but for what stays at the stable side to compare with. */
export function promotedExposure(plan: RolloutPlan): Exposure {
  return { ...noExposure, weight: mostWeight(plan) };
}
