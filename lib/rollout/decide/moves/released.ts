import type { RolloutState } from '../rollout-state.js';

/** A state in which nobody is waited for any more. */
export function released({
  gate: _gate,
  promotionAskedBy: _by,
  pausedFrom: _from,
  ...state
}: RolloutState): RolloutState {
  return state;
}
