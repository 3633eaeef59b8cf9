import type { Decision } from '../decision.js';
import { isExposed } from '../bounds/is-exposed.js';
import { goBack } from '../moves/go-back.js';
import { armNames } from '../sentences/arm-names.js';
import { percentText } from '../sentences/percent-text.js';
import type { Turn } from '../turn.js';

/** The canary does not get what its weight says, or the copies. What an earlier attempt has found counts again with its next window. */
export function notRouted(turn: Turn): Decision | undefined {
  const { state, reading } = turn;
  if (!reading.isNotRouted || !isExposed(state) || state.windows.inAttempt === 0) return undefined;
  const share = percentText(Math.max(state.weight, state.mirror));
  const sentence = `requests do not come to ${armNames(state.plan).canary}, though every proxy accepted ${share} for it`;
  return goBack(turn, { reason: { code: 'not-routed', sentence }, notice: 'error' });
}
