import { isOpen } from '../bounds/is-open.js';
import { longestStandMs } from '../bounds/longest-stand-ms.js';
import type { Decision } from '../decision.js';
import { goBack } from '../moves/go-back.js';
import { move } from '../moves/move.js';
import { armNames } from '../sentences/arm-names.js';
import { durationText } from '../sentences/duration-text.js';
import type { Turn } from '../turn.js';

/** Nothing has begun: it begins with a yes, where one is asked for, and in its hours. Given up when neither comes. */
export function waiting(turn: Turn): Decision | undefined {
  const { state, now } = turn;
  const { timing, windows } = state.plan;
  const { canary } = armNames(state.plan);
  if (state.gate === undefined && isOpen(windows, now)) {
    return move(state, { phase: 'preparing', reason: { code: 'may-begin', sentence: `${canary} may begin` } });
  }
  const limit = state.gate === undefined ? longestStandMs(state.plan) : timing.gateMs;
  if (state.phaseMs < limit) return undefined;
  const what = state.gate === undefined ? 'its hours did not come' : 'nobody said yes to its beginning';
  const sentence = `${canary} is given up: ${what} in ${durationText(limit)}`;
  return goBack(turn, { reason: { code: 'gate-timed-out', sentence }, notice: 'warning' });
}
