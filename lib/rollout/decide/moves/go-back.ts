import { wayBackWeight } from '../bounds/way-back-weight.js';
import type { Decision } from '../decision.js';
import { noExposure } from '../exposure.js';
import type { Reason } from '../reason.js';
import type { Turn } from '../turn.js';
import { move } from './move.js';
import { released } from './released.js';
import { scale } from './scale.js';

/** Why it goes back, and how bad that is. */
export interface GoBack {
  readonly reason: Reason;
  /** `info` where somebody wanted it. */
  readonly notice: 'info' | 'warning' | 'error';
}

/**
 * Begins the way back: the stable side is asked to have room for all, and gets as much as it has room for. Copies end at once.
 */
export function goBack(turn: Turn, { reason, notice }: GoBack): Decision {
  const { state } = turn;
  return move(released(state), {
    phase: 'returning',
    reason,
    exposure: { ...noExposure, weight: wayBackWeight(turn), audience: state.audience },
    change: { capacity: { ...state.capacity, stable: 1 } },
    before: scale(state, 'stable', 1),
    notice,
  });
}
