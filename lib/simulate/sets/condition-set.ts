import type { RouteCondition } from '../match/route-condition.js';
import { conditionLiterals } from './condition-literals.js';
import type { RequestSet } from './request-set.js';

/** The requests that meet a condition, as `meetsPathCondition` and `meetsConditions` decide it. */
export function conditionSet(condition: RouteCondition): RequestSet {
  return { kind: 'all', sets: conditionLiterals(condition).map((literal) => ({ kind: 'literal', literal })) };
}
