import { isAccepted } from '../bounds/is-accepted.js';
import type { Decision } from '../decision.js';
import { move } from '../moves/move.js';
import { acceptanceText } from '../sentences/acceptance-text.js';
import type { Turn } from '../turn.js';
import { notAccepted } from './not-accepted.js';

/** A weight was pushed. It counts when every proxy that carries the route has accepted it. */
export function shifting(turn: Turn): Decision | undefined {
  if (!isAccepted(turn)) return notAccepted(turn);
  return move(turn.state, { phase: 'measuring', reason: { code: 'accepted', sentence: acceptanceText(turn) } });
}
