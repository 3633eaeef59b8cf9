import { move } from '../moves/move.js';
import type { Phase } from '../phase.js';
import { exposureText } from '../sentences/exposure-text.js';
import type { CommandStep } from './command-step.js';

const stoppable: readonly Phase[] = [
  'preparing',
  'shifting',
  'measuring',
  'blind',
  'approving',
  'promoting',
  'watching',
];

/** Stops what goes on by itself: weights stay as they are. */
export const pause: CommandStep = ({ state }, { by }) => {
  if (!stoppable.includes(state.phase)) return `nothing goes on by itself while it is ${state.phase}`;
  return move(state, {
    phase: 'paused',
    reason: { code: 'paused', sentence: `${by} paused it: ${exposureText(state, state)}` },
    change: { pausedFrom: state.phase },
    notice: 'info',
  });
};
