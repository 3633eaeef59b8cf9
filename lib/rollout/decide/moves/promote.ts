import { carriedShare } from '../bounds/carried-share.js';
import { promotedExposure } from '../bounds/promoted-exposure.js';
import type { Decision } from '../decision.js';
import type { Reason } from '../reason.js';
import { exposureText } from '../sentences/exposure-text.js';
import type { Turn } from '../turn.js';
import { move } from './move.js';

/**
 * Sends everything to the canary, but for what stays to compare with; undefined where its instances have no room for that, or it is not
 * known whether they have. To be called in `measuring` only, where every proxy holds the weight before.
 */
export function promote(turn: Turn, reason: Reason): Decision | undefined {
  const { state, observation } = turn;
  const exposure = promotedExposure(state.plan);
  const room = carriedShare(state, 'canary', observation.workloads.canary);
  if (room === undefined || room < exposure.weight) return undefined;
  return move(state, {
    phase: 'promoting',
    reason: { code: reason.code, sentence: `${reason.sentence}: ${exposureText(state, exposure)}` },
    exposure,
    change: { allowedWeight: 1 },
    notice: 'info',
  });
}
