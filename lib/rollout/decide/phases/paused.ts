import type { Decision } from '../decision.js';
import { firstOf } from '../first-of.js';
import { goBack } from '../moves/go-back.js';
import { hold } from '../moves/hold.js';
import { remind } from '../moves/remind.js';
import { resumeFrom } from '../moves/resume-from.js';
import { durationText } from '../sentences/duration-text.js';
import type { Turn } from '../turn.js';

/** Somebody stopped it. Weights stand; harm is still found. */
export function paused(turn: Turn): Decision | undefined {
  return firstOf(turn, [tooLong, remind]);
}

/** A pause is no wish for promotion: after it nothing is promoted that was not before. */
function tooLong(turn: Turn): Decision | undefined {
  const { state } = turn;
  const { gateMs } = state.plan.timing;
  if (state.phaseMs < gateMs) return undefined;
  const reason = { code: 'pause-timed-out', sentence: `nobody ended the pause in ${durationText(gateMs)}` };
  if (state.pausedFrom === 'promoting' || state.pausedFrom === 'watching') return resumeFrom(state, reason);
  return state.plan.whenUndecided === 'roll-back' ? goBack(turn, { reason, notice: 'warning' }) : hold(turn, reason);
}
