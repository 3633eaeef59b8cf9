import { crossings } from '../bounds/crossings.js';
import { isAccepted } from '../bounds/is-accepted.js';
import { wayBackWeight } from '../bounds/way-back-weight.js';
import type { Decision } from '../decision.js';
import { move } from '../moves/move.js';
import { durationText } from '../sentences/duration-text.js';
import { exposureText } from '../sentences/exposure-text.js';
import type { Turn } from '../turn.js';

/** Nothing can be read: weights stay for a while, then halve, again and again. Copies stay, for no caller sees what becomes of them. */
export function blind(turn: Turn): Decision | undefined {
  const { state, observation } = turn;
  if (observation.telemetry.kind === 'lost') return halved(turn);
  const sentence = 'counters can be read again';
  return move(state, {
    phase: isAccepted(turn) ? 'measuring' : 'shifting',
    reason: { code: 'seeing', sentence },
    notice: 'info',
  });
}

function halved(turn: Turn): Decision | undefined {
  const { state, elapsedMs } = turn;
  const times = crossings(state.blindMs, elapsedMs, state.plan.timing.blindMs);
  const weight = Math.max(state.weight / 2 ** times, wayBackWeight(turn));
  if (times === 0 || weight >= state.weight) return undefined;
  const exposure = { weight, mirror: state.mirror, audience: state.audience };
  const sentence = `nothing could be read for ${durationText(state.blindMs)}: ${exposureText(state, exposure)}`;
  return move(state, { phase: 'blind', reason: { code: 'blind-shrinks', sentence }, exposure });
}
