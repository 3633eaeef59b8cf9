import type { RouteCondition } from '../../simulate/match/route-condition.js';
import { describeConditions } from './describe-conditions.js';

/** What a route asks of a request, in one line. */
export function describeCondition(condition: RouteCondition): string {
  const parts = describeConditions(condition);
  return parts.length === 0 ? 'every request' : parts.join(', and ');
}
