import type { Decision } from '../decision.js';
import { firstOf } from '../first-of.js';
import { goBack } from '../moves/go-back.js';
import { hold } from '../moves/hold.js';
import { openGateOf } from '../moves/open-gate-of.js';
import { remind } from '../moves/remind.js';
import { isProvable } from '../bounds/is-provable.js';
import { durationText } from '../sentences/duration-text.js';
import type { Turn } from '../turn.js';

/** Somebody has to say yes. */
export function approving(turn: Turn): Decision | undefined {
  return firstOf(turn, [tooLong, remind]);
}

function tooLong(turn: Turn): Decision | undefined {
  const { state } = turn;
  const { timing, whenUndecided } = state.plan;
  if (state.phaseMs < timing.gateMs) return undefined;
  const sentence = `nobody said yes (${state.gate ?? 'promotion'}) in ${durationText(timing.gateMs)}`;
  const reason = { code: 'gate-timed-out', sentence };
  if (whenUndecided === 'roll-back') return goBack(turn, { reason, notice: 'warning' });
  // Where nothing can prove it, time says no yes in nobody's place.
  return whenUndecided === 'promote' && isProvable(state.plan) ? openGateOf(state, reason) : hold(turn, reason);
}
