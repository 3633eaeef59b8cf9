import { isAccepted } from '../bounds/is-accepted.js';
import { isBuiltUpon } from '../bounds/is-built-upon.js';
import type { Decision } from '../decision.js';
import { noExposure } from '../exposure.js';
import { move } from '../moves/move.js';
import { scale } from '../moves/scale.js';
import { acceptanceText } from '../sentences/acceptance-text.js';
import { armNames } from '../sentences/arm-names.js';
import { durationText } from '../sentences/duration-text.js';
import { exposureText } from '../sentences/exposure-text.js';
import type { Turn } from '../turn.js';

const everything = { ...noExposure, weight: 1 };

/**
 * Every proxy sends everything to the canary, but for what stays to compare with; harm still takes it back. At the end the rest follows,
 * and the canary becomes the stable side. A proxy that does not accept the rest in time does not undo that: it still sends a few
 * requests to the side that was stable, which is kept running for it.
 */
export function watching(turn: Turn): Decision | undefined {
  const { state } = turn;
  if (state.phaseMs < state.plan.timing.watchMs && !isBuiltUpon(turn)) return undefined;
  if (state.weight < 1) {
    const sentence = `the watch is over: ${exposureText(state, everything)}`;
    return move(state, { phase: 'watching', reason: { code: 'watch-over', sentence }, exposure: everything });
  }
  if (isAccepted(turn)) return promoted(turn, '');
  if (state.pushMs < state.plan.timing.acceptMs) return undefined;
  const rest = `; ${acceptanceText(turn)}, so ${armNames(state.plan).stable} is kept for the others`;
  return promoted(turn, rest);
}

function promoted(turn: Turn, rest: string): Decision {
  const { state } = turn;
  const { canary } = armNames(state.plan);
  const isAll = isAccepted(turn);
  const sentence = `${canary} is promoted, after a watch of ${durationText(state.phaseMs)} without harm${rest}`;
  return move(state, {
    phase: 'promoted',
    reason: { code: 'promoted', sentence },
    change: isAll ? { capacity: { canary: 1, stable: 0 } } : {},
    before: [{ kind: 'adopt-canary', revision: state.plan.revision }, ...(isAll ? scale(state, 'stable', 0) : [])],
    notice: isAll ? 'info' : 'warning',
  });
}
