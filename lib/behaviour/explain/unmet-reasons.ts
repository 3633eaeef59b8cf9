import { cookieValue } from '../../simulate/headers/cookie-value.js';
import { headerValues } from '../../simulate/headers/header-values.js';
import type { Message } from '../../simulate/headers/message.js';
import type { CookieCondition } from '../../simulate/match/cookie-condition.js';
import type { HeaderCondition } from '../../simulate/match/header-condition.js';
import { meetsConditions } from '../../simulate/match/meets-conditions.js';
import { meetsCookieCondition } from '../../simulate/match/meets-cookie-condition.js';
import { meetsHeaderCondition } from '../../simulate/match/meets-header-condition.js';
import { meetsQueryCondition } from '../../simulate/match/meets-query-condition.js';
import type { QueryCondition } from '../../simulate/match/query-condition.js';
import { queryValue } from '../../simulate/match/query-value.js';
import type { SimulatedRoute } from '../../simulate/route/simulated-route.js';
import { describeCookieCondition } from './describe-cookie-condition.js';
import { describeHeaderCondition } from './describe-header-condition.js';
import { describeQueryCondition } from './describe-query-condition.js';
import { describeHeaderName } from './describe-header-name.js';

/** Why a route whose path fits does not take a request, in words; empty where it would take it. */
export function unmetReasons({ condition, unknownConditions }: SimulatedRoute, request: Message): readonly string[] {
  const { headers, query, cookies, isGrpc, isEnabled } = condition;
  const grpc = { ...condition, headers: [], query: [], cookies: [], isEnabled: true };
  return [
    ...unknownConditions.map((field) => `it asks for what the simulator does not know: ${field}`),
    ...(isEnabled ? [] : ['its share at run time is 0']),
    ...(isGrpc && !meetsConditions(grpc, request) ? ['it is for gRPC, and this is not'] : []),
    ...headers.flatMap((each) => (meetsHeaderCondition(each, request) ? [] : [unmetHeader(each, request)])),
    ...query.flatMap((each) => (meetsQueryCondition(each, request.path) ? [] : [unmetQuery(each, request)])),
    ...cookies.flatMap((each) => (meetsCookieCondition(each, request) ? [] : [unmetCookie(each, request)])),
  ];
}

function unmetHeader(condition: HeaderCondition, request: Message): string {
  const values = headerValues(request, condition.name);
  const got = values.length === 0 ? 'is missing' : `is ${values.map((value) => `"${value}"`).join(', ')}`;
  return `${describeHeaderName(condition.name)} ${got}; asked for: ${describeHeaderCondition(condition)}`;
}

function unmetCookie(condition: CookieCondition, request: Message): string {
  const value = cookieValue(request, condition.name);
  const got = value === undefined ? 'is missing' : `is "${value}"`;
  return `cookie ${condition.name} ${got}; asked for: ${describeCookieCondition(condition)}`;
}

function unmetQuery(condition: QueryCondition, { path }: Message): string {
  const value = queryValue(path, condition.name);
  const got = value === undefined ? 'is missing' : `is "${value}"`;
  return `query parameter ${condition.name} ${got}; asked for: ${describeQueryCondition(condition)}`;
}
