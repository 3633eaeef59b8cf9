import { openGateOf } from '../moves/open-gate-of.js';
import type { CommandStep } from './command-step.js';

/** Opens the gate that waits. */
export const approve: CommandStep = ({ state }, { by }) => {
  if (state.phase === 'paused') return 'it is paused';
  if (state.gate === undefined) return 'no gate waits for a yes';
  return openGateOf(state, { code: 'approved', sentence: `${by} said yes (${state.gate})` });
};
