import { isGrpcRequest } from '../grpc/is-grpc-request.js';
import type { Message } from '../headers/message.js';
import { meetsCookieCondition } from './meets-cookie-condition.js';
import { meetsHeaderCondition } from './meets-header-condition.js';
import { meetsQueryCondition } from './meets-query-condition.js';
import type { RouteCondition } from './route-condition.js';

/** Whether a request meets everything that a route asks for beside the path. */
export function meetsConditions(
  { headers, query, cookies, isGrpc, isEnabled }: RouteCondition,
  request: Message,
): boolean {
  return (
    isEnabled &&
    (!isGrpc || isGrpcRequest(request)) &&
    headers.every((condition) => meetsHeaderCondition(condition, request)) &&
    query.every((condition) => meetsQueryCondition(condition, request.path)) &&
    cookies.every((condition) => meetsCookieCondition(condition, request))
  );
}
