import type { Decision } from '../decision.js';
import { goBack } from '../moves/go-back.js';
import { isBuiltUpon } from '../bounds/is-built-upon.js';
import { armNames } from '../sentences/arm-names.js';
import type { Turn } from '../turn.js';

/**
 * The program wants another revision: this one goes back, and the next begins when every proxy has accepted that. Not where the next one
 * builds upon this one, and this one is promoted already: then only its watch is cut short (`watching`).
 */
export function superseded(turn: Turn): Decision | undefined {
  const { state, observation } = turn;
  const { wanted } = observation;
  if (wanted.kind !== 'canary' || wanted.revision === state.plan.revision || state.phase === 'returning')
    return undefined;
  if (isBuiltUpon(turn)) return undefined;
  const sentence = `the program wants ${wanted.revision} instead of ${armNames(state.plan).canary} (${state.plan.revision})`;
  return goBack(turn, { reason: { code: 'superseded', sentence }, notice: 'info' });
}
