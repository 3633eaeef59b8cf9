import type { Exposure } from '../exposure.js';
import type { RolloutState } from '../rollout-state.js';

/** The state after another exposure was asked for, under the next number. */
export function withExposure(state: RolloutState, { weight, mirror, audience }: Exposure): RolloutState {
  return {
    ...state,
    epoch: state.epoch + 1,
    weight,
    mirror,
    audience,
    pushMs: 0,
    heldMs: 0,
    windows: { ...state.windows, atWeight: 0 },
  };
}
