import { move } from '../moves/move.js';
import type { Phase } from '../phase.js';
import { armNames } from '../sentences/arm-names.js';
import type { CommandStep } from './command-step.js';

const over: readonly Phase[] = ['promoting', 'watching', 'returning', 'promoted', 'rolled-back'];

/** Where it goes on, so that it comes to `measuring`, the only phase in which more may come to the canary. */
const after: Partial<Record<Phase, Phase>> = { approving: 'measuring', held: 'shifting', paused: 'shifting' };

/** Promotes without proof, as soon as it is ready, every proxy has accepted the weight before, and its hours have come. */
export const promoteCommand: CommandStep = ({ state }, { by }) => {
  if (over.includes(state.phase) || over.includes(state.pausedFrom ?? state.phase)) return 'it is decided already';
  const { gate, pausedFrom, ...free } = state;
  const isUnready = pausedFrom === 'preparing' || state.phase === 'waiting';
  const resumed = isUnready ? (pausedFrom ?? state.phase) : (after[state.phase] ?? state.phase);
  return move(free, {
    phase: resumed,
    reason: {
      code: 'promotion-asked',
      sentence: `${by} asks for the promotion of ${armNames(state.plan).canary}, with or without proof`,
    },
    change: { promotionAskedBy: by, openGates: gate === undefined ? state.openGates : [...state.openGates, gate] },
    notice: 'info',
  });
};
