import type { RouteCondition } from '../../simulate/match/route-condition.js';
import { describeHeaderCondition } from './describe-header-condition.js';
import { describePathCondition } from './describe-path-condition.js';
import { describeQueryCondition } from './describe-query-condition.js';

/** What a route asks of a request, in one line. */
export function describeCondition({ path, headers, query, isGrpc, isEnabled }: RouteCondition): string {
  const parts = [
    describePathCondition(path),
    ...headers.map(describeHeaderCondition),
    ...query.map(describeQueryCondition),
    isGrpc ? 'it is gRPC' : undefined,
    isEnabled ? undefined : 'never (its share at run time is 0)',
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'every request' : parts.join(', and ');
}
