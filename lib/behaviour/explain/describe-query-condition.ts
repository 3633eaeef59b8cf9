import type { QueryCondition } from '../../simulate/match/query-condition.js';
import { describeTextMatcher } from './describe-text-matcher.js';

/** What a condition asks of a query parameter: `query parameter page is "2"`. */
export function describeQueryCondition(condition: QueryCondition): string {
  const subject = `query parameter ${condition.name}`;
  if (condition.kind === 'present') return `${subject} is ${condition.isPresent ? 'there' : 'missing'}`;
  return `${subject} ${describeTextMatcher(condition.matcher)}`;
}
