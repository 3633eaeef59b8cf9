import type { RolloutPlan } from '../plan/rollout-plan.js';
import {
  characteristicsBySteps,
  type OperatingCharacteristics,
  type SimulationOptions,
} from './characteristics-by-steps.js';
import type { SimulatedTraffic } from './simulated-traffic.js';

/**
 * Tries a plan on a traffic before it runs, by the functions that will decide: how often it rolls back what is well, how surely and how
 * fast it finds harm, what that costs, and how long promotion takes.
 */
export function operatingCharacteristics(
  plan: RolloutPlan,
  traffic: SimulatedTraffic,
  options: SimulationOptions,
): OperatingCharacteristics {
  const steps = characteristicsBySteps(plan, traffic, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
