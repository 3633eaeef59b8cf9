import type { Decision } from '../decision.js';
import { goBack } from '../moves/go-back.js';
import { acceptanceText } from '../sentences/acceptance-text.js';
import { durationText } from '../sentences/duration-text.js';
import type { Turn } from '../turn.js';

/** Back where a weight was not accepted in time; undefined while there is time. */
export function notAccepted(turn: Turn): Decision | undefined {
  const { state } = turn;
  const { acceptMs } = state.plan.timing;
  if (state.phaseMs < acceptMs) return undefined;
  const sentence = `${acceptanceText(turn)} within ${durationText(acceptMs)}`;
  return goBack(turn, { reason: { code: 'not-accepted', sentence }, notice: 'error' });
}
