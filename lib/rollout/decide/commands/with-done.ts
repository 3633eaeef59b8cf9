import type { RolloutCommand } from '../../observation/rollout-command.js';
import type { RolloutState } from '../rollout-state.js';

/** A state that will not carry out a command again. */
export function withDone(state: RolloutState, { id }: RolloutCommand): RolloutState {
  return state.doneCommands.includes(id) ? state : { ...state, doneCommands: [...state.doneCommands, id].slice(-100) };
}
