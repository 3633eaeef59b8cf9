import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import type { OperatingCharacteristics } from '../../rollout/simulate/characteristics-by-steps.js';
import type { SimulatedTraffic } from '../../rollout/simulate/simulated-traffic.js';

/** A rollout that was tried on a traffic. */
export interface SimulatedRollout {
  /** Name of its mesh. */
  readonly mesh: string;
  readonly plan: RolloutPlan;
  readonly traffic: SimulatedTraffic;
  readonly seed: number;
  readonly runs: number;
  readonly characteristics: OperatingCharacteristics;
}
