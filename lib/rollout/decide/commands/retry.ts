import { begin } from '../begin.js';
import { observedEpoch } from '../bounds/observed-epoch.js';
import { evidenceFor } from '../evidence-for.js';
import type { CommandStep } from './command-step.js';

/** Begins again what was rolled back. What was found of the same revision still counts: evidence multiplies on over attempts. */
export const retry: CommandStep = ({ state, program, observation, now }) => {
  if (state.phase !== 'rolled-back') return `it is ${state.phase}, and only what was rolled back can be tried again`;
  const { wanted } = observation;
  if (wanted.kind !== 'canary' || wanted.revision !== state.plan.revision || program.revision !== wanted.revision) {
    return 'the program does not want this revision any more';
  }
  return begin({
    plan: program,
    epoch: Math.max(state.epoch, observedEpoch(observation)),
    now,
    attempt: state.attempt + 1,
    evidence: evidenceFor(program, state),
    doneCommands: state.doneCommands,
  });
};
