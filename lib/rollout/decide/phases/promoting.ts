import { isAccepted } from '../bounds/is-accepted.js';
import type { Decision } from '../decision.js';
import { move } from '../moves/move.js';
import { acceptanceText } from '../sentences/acceptance-text.js';
import { armNames } from '../sentences/arm-names.js';
import { durationText } from '../sentences/duration-text.js';
import type { Turn } from '../turn.js';
import { notAccepted } from './not-accepted.js';

/** Everything was sent to the canary. It is promoted when every proxy has accepted that. */
export function promoting(turn: Turn): Decision | undefined {
  if (!isAccepted(turn)) return notAccepted(turn);
  const { canary } = armNames(turn.state.plan);
  const sentence = `${acceptanceText(turn)}: ${canary} is watched for ${durationText(turn.state.plan.timing.watchMs)}`;
  return move(turn.state, { phase: 'watching', reason: { code: 'watched', sentence } });
}
