import { isExposed } from '../bounds/is-exposed.js';
import type { Decision } from '../decision.js';
import { goBack } from '../moves/go-back.js';
import type { Phase } from '../phase.js';
import { durationText } from '../sentences/duration-text.js';
import type { Turn } from '../turn.js';

/** What is promoted was proven, and is not taken back for want of a look at it. */
const sure: readonly Phase[] = ['promoting', 'watching'];

/** Nothing could be read for too long. */
export function tooBlind(turn: Turn): Decision | undefined {
  const { state, observation } = turn;
  const { mostBlindMs } = state.plan.timing;
  if (observation.telemetry.kind !== 'lost' || state.blindMs < mostBlindMs || sure.includes(state.phase))
    return undefined;
  if (!isExposed(state) && state.phase !== 'blind') return undefined;
  const sentence = `nothing could be read for ${durationText(state.blindMs)} (${observation.telemetry.reason}), at most ${durationText(mostBlindMs)} is allowed`;
  return goBack(turn, { reason: { code: 'blind-too-long', sentence }, notice: 'error' });
}
