import type { Effect } from '../effect.js';
import type { RolloutState } from '../rollout-state.js';

/** The push of the weight that a state has asked for. */
export function pushEffect({ epoch, weight, mirror, audience }: RolloutState): Effect {
  return { kind: 'push-weight', epoch, weight, mirror, audience };
}
