import type { Decision } from '../decision.js';
import type { Reason } from '../reason.js';
import type { RolloutState } from '../rollout-state.js';
import { move } from './move.js';

/** Opens the gate that waits. */
export function openGateOf(state: RolloutState, reason: Reason): Decision {
  const { gate, ...free } = state;
  const openGates = gate === undefined ? state.openGates : [...state.openGates, gate];
  return move(free, {
    phase: state.phase === 'waiting' ? 'waiting' : 'measuring',
    reason,
    change: { openGates },
    notice: 'info',
  });
}
