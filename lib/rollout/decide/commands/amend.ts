import { finalExposure } from '../bounds/final-exposure.js';
import { evidenceFor } from '../evidence-for.js';
import { move } from '../moves/move.js';
import type { Phase } from '../phase.js';
import type { CommandStep } from './command-step.js';

const over: readonly Phase[] = ['returning', 'promoted', 'rolled-back'];
const promotedPhases: readonly Phase[] = ['promoting', 'watching'];

/**
 * Takes the edited procedure for the rollout that is under way. Evidence is kept where the same is asked of the canary; a weight above the
 * new strategy's is lowered. Another kind of strategy is another rollout.
 */
export const amend: CommandStep = ({ state, program }, { by }) => {
  if (over.includes(state.phase)) return `it is ${state.phase}`;
  if (program.revision !== state.plan.revision) return 'the program wants another revision';
  if (program.procedure === state.plan.procedure) return 'its procedure was not edited';
  if (program.strategy.kind !== state.plan.strategy.kind) {
    return `a strategy of kind ${state.plan.strategy.kind} cannot become ${program.strategy.kind} under way`;
  }
  const decided = promotedPhases.includes(state.phase) || promotedPhases.includes(state.pausedFrom ?? state.phase);
  const { weight, mirror, audience } = finalExposure(program);
  const most = { weight: Math.min(state.weight, weight), mirror: Math.min(state.mirror, mirror), audience };
  const reason = { code: 'amended', sentence: `${by} amended it to procedure ${program.procedure}` };
  const openGates = state.openGates.filter((gate) => gate === 'start');
  const change = { plan: program, evidence: evidenceFor(program, state), openGates };
  if (decided) return move(state, { phase: state.phase, reason, change, notice: 'info' });
  // What waited for a yes to the former procedure is asked for anew by this one.
  if (state.phase !== 'approving')
    return move(state, { phase: state.phase, reason, exposure: most, change, notice: 'info' });
  const { gate: _gate, ...free } = state;
  return move(free, { phase: 'measuring', reason, exposure: most, change, notice: 'info' });
};
