import type { Decision } from '../decision.js';
import { remind } from '../moves/remind.js';
import type { Turn } from '../turn.js';

/** Its time is over without proof, and the plan says that somebody decides: `promote`, `resume` with new time, or `abort`. */
export function held(turn: Turn): Decision | undefined {
  return remind(turn);
}
