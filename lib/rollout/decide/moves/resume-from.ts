import type { Decision } from '../decision.js';
import type { Phase } from '../phase.js';
import type { Reason } from '../reason.js';
import type { RolloutState } from '../rollout-state.js';
import { move } from './move.js';

/** Where a rollout goes on after a pause: weights have to be found accepted again before anything counts. */
const after: Readonly<Partial<Record<Phase, Phase>>> = {
  preparing: 'preparing',
  approving: 'approving',
  promoting: 'promoting',
  watching: 'watching',
};

/** Ends a pause. */
export function resumeFrom(state: RolloutState, reason: Reason): Decision {
  const { pausedFrom, ...running } = state;
  const phase = (pausedFrom === undefined ? undefined : after[pausedFrom]) ?? 'shifting';
  return move(running, { phase, reason, notice: 'info' });
}
