import { isOpen } from '../bounds/is-open.js';
import { isProvable } from '../bounds/is-provable.js';
import type { Decision } from '../decision.js';
import type { Reason } from '../reason.js';
import type { Turn } from '../turn.js';
import { goBack } from './go-back.js';
import { hold } from './hold.js';
import { promote } from './promote.js';

/**
 * What the plan says for the end of the time. It is held where the plan would promote and cannot: outside its hours, without room, or
 * where only somebody's word promotes.
 */
export function undecided(turn: Turn, reason: Reason): Decision {
  const { plan } = turn.state;
  switch (plan.whenUndecided) {
    case 'roll-back':
      return goBack(turn, { reason, notice: 'warning' });
    case 'promote':
      return (
        (isProvable(plan) && isOpen(plan.windows, turn.now) ? promote(turn, reason) : undefined) ?? hold(turn, reason)
      );
    case 'hold':
      return hold(turn, reason);
  }
}
