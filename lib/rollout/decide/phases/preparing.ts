import { carriedShare } from '../bounds/carried-share.js';
import { isAccepted } from '../bounds/is-accepted.js';
import type { Decision } from '../decision.js';
import { firstOf } from '../first-of.js';
import { goBack } from '../moves/go-back.js';
import { move } from '../moves/move.js';
import { scale } from '../moves/scale.js';
import { armNames } from '../sentences/arm-names.js';
import { durationText } from '../sentences/duration-text.js';
import { failureText } from '../sentences/failure-text.js';
import type { Turn } from '../turn.js';
import { notAccepted } from './not-accepted.js';

/** Nothing comes to the canary. When every proxy has accepted that, it is started; when some of it is ready, requests may come. */
export function preparing(turn: Turn): Decision | undefined {
  if (!isAccepted(turn)) return notAccepted(turn);
  return firstOf(turn, [started, ready, neverReady]);
}

/** Only now: endpoints must not change under a weight that still sends requests to them. */
function started({ state }: Turn): Decision | undefined {
  if (state.capacity.canary === 1) return undefined;
  return move(state, {
    phase: 'preparing',
    reason: { code: 'started', sentence: `${armNames(state.plan).canary} is started; nothing comes to it yet` },
    change: { capacity: { canary: 1, stable: 1 } },
    before: [...scale(state, 'stable', 1), ...scale(state, 'canary', 1)],
  });
}

function ready({ state, observation }: Turn): Decision | undefined {
  const share = carriedShare(state, 'canary', observation.workloads.canary);
  if (share === undefined || share === 0) return undefined;
  const sentence = `${armNames(state.plan).canary} is ready, and every proxy has accepted that nothing comes to it`;
  return move(state, { phase: 'measuring', reason: { code: 'ready', sentence } });
}

function neverReady(turn: Turn): Decision | undefined {
  const { state, observation } = turn;
  const { readyMs } = state.plan.timing;
  if (state.phaseMs < readyMs) return undefined;
  const { canary } = observation.workloads;
  const found = canary.kind === 'known' ? `${canary.ready} of ${canary.desired} ready` : 'not known how many are ready';
  const sentence = `${armNames(state.plan).canary} was not ready within ${durationText(readyMs)}: ${found}${failureText(canary)}`;
  return goBack(turn, { reason: { code: 'not-ready', sentence }, notice: 'error' });
}
