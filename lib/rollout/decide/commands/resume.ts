import { move } from '../moves/move.js';
import { resumeFrom } from '../moves/resume-from.js';
import type { CommandStep } from './command-step.js';

/** Ends a pause; what is held goes on with new time. */
export const resume: CommandStep = ({ state }, { by }) => {
  const reason = { code: 'resumed', sentence: `${by} resumed it` };
  if (state.phase === 'paused') return resumeFrom(state, reason);
  if (state.phase !== 'held') return 'it is not paused';
  return move(state, { phase: 'shifting', reason, change: { budgetMs: 0 }, notice: 'info' });
};
