import type { Decision } from '../decision.js';
import type { Reason } from '../reason.js';
import type { Turn } from '../turn.js';
import { move } from './move.js';

/** Stands until somebody decides. */
export function hold({ state }: Turn, { code, sentence }: Reason): Decision {
  const { gate: _gate, pausedFrom: _from, ...free } = state;
  return move(free, {
    phase: 'held',
    reason: { code, sentence: `${sentence}; it is held until somebody says promote, resume or abort` },
    notice: 'warning',
  });
}
