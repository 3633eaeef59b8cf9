import type { Decision } from '../decision.js';
import { goBack } from '../moves/go-back.js';
import { armNames } from '../sentences/arm-names.js';
import type { Turn } from '../turn.js';

/** The program has gone back to the stable side: so does the rollout, and nothing is measured any more. */
export function withdrawn(turn: Turn): Decision | undefined {
  const { state, observation } = turn;
  if (observation.wanted.kind !== 'stable' || state.phase === 'returning') return undefined;
  const sentence = `the program does not want ${armNames(state.plan).canary} any more`;
  return goBack(turn, { reason: { code: 'withdrawn', sentence }, notice: 'info' });
}
