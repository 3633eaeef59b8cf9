import type { Strategy } from '../../lib/ir/rollout/strategy.js';
import type { Condition } from '../match/condition.js';
import { lowerMatch } from '../internal/lower-match.js';

/**
 * Sends the requests that match to the canary, and no others, until it is promoted.
 *
 * @param match for example `header('x-group').is('b')`
 */
export function abTest(match: Condition): Strategy {
  return { kind: 'a-b', match: lowerMatch(match) };
}
