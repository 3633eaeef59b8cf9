import { observedEpoch } from '../bounds/observed-epoch.js';
import type { Decision } from '../decision.js';
import { type Exposure, noExposure } from '../exposure.js';
import { pushEffect } from '../moves/push-effect.js';
import { withExposure } from '../moves/with-exposure.js';
import { move } from '../moves/move.js';
import type { Phase } from '../phase.js';
import type { Turn } from '../turn.js';

const decided: readonly Phase[] = ['promoting', 'watching', 'returning', 'promoted', 'rolled-back'];

/**
 * Proxies know a higher number than the state: the state is an old copy, and what it says of weights is not true any more. What was
 * decided is asked for again with a number above theirs; what was not begins with nothing at the canary.
 */
export function overtaken({ state, observation }: Turn): Decision | undefined {
  const epoch = observedEpoch(observation);
  if (epoch <= state.epoch) return undefined;
  const isDecided = decided.includes(state.phase);
  const exposure: Exposure = isDecided ? state : noExposure;
  const pushed = withExposure({ ...state, epoch }, exposure);
  const phase = isDecided ? state.phase : state.phase === 'waiting' ? 'waiting' : 'preparing';
  const sentence = `proxies know weight number ${epoch}, and this state was written before it (${state.epoch})`;
  const reason = isDecided ? state.reason : { code: 'overtaken', sentence };
  const decision = move(pushed, { phase, reason });
  return { ...decision, effects: [pushEffect(decision.state)], reason: { code: 'overtaken', sentence } };
}
