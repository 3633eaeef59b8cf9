import type { RolloutState } from '../rollout-state.js';

/** Whether anything comes to the canary, by what was asked for last. */
export function isExposed({ weight, mirror }: RolloutState): boolean {
  return weight > 0 || mirror > 0;
}
