import { carriedShare } from '../bounds/carried-share.js';
import { isExposed } from '../bounds/is-exposed.js';
import type { Decision } from '../decision.js';
import { noExposure } from '../exposure.js';
import { goBack } from '../moves/go-back.js';
import { move } from '../moves/move.js';
import type { Phase } from '../phase.js';
import type { Reason } from '../reason.js';
import { armNames } from '../sentences/arm-names.js';
import { failureText } from '../sentences/failure-text.js';
import type { Turn } from '../turn.js';

/** Where it may come back to, and is waited for. */
const underWay: readonly Phase[] = ['shifting', 'measuring', 'blind'];

/**
 * No instance of the canary can answer any more: it gets nothing, and is waited for as at the beginning. Where somebody is being
 * waited for, or it is promoted, it goes back. What is not known is not zero.
 */
export function canaryGone(turn: Turn): Decision | undefined {
  const { state, observation } = turn;
  const { canary } = observation.workloads;
  if (!isExposed(state) || carriedShare(state, 'canary', canary) !== 0) return undefined;
  const sentence = `no instance of ${armNames(state.plan).canary} can answer${failureText(canary)}`;
  const reason: Reason = { code: 'canary-gone', sentence };
  if (!underWay.includes(state.phase)) return goBack(turn, { reason, notice: 'error' });
  return move(state, { phase: 'preparing', reason, exposure: noExposure, notice: 'warning' });
}
