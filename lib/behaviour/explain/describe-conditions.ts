import type { RouteCondition } from '../../simulate/match/route-condition.js';
import { describeCookieCondition } from './describe-cookie-condition.js';
import { describeHeaderCondition } from './describe-header-condition.js';
import { describePathCondition } from './describe-path-condition.js';
import { describeQueryCondition } from './describe-query-condition.js';

/** What a route asks of a request, one condition after the other. Empty where it takes every request. */
export function describeConditions({
  path,
  headers,
  query,
  cookies,
  isGrpc,
  isEnabled,
}: RouteCondition): readonly string[] {
  return [
    describePathCondition(path),
    ...headers.map(describeHeaderCondition),
    ...query.map(describeQueryCondition),
    ...cookies.map(describeCookieCondition),
    isGrpc ? 'it is gRPC' : undefined,
    isEnabled ? undefined : 'never (its share at run time is 0)',
  ].filter((part) => part !== undefined);
}
