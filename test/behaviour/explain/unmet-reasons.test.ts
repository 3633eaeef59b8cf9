import type { RouteMatch } from 'envoy-config-types/envoy/config/route/v3';
import { expect, test } from 'vitest';
import { describeCondition } from '../../../lib/behaviour/explain/describe-condition.js';
import { unmetReasons } from '../../../lib/behaviour/explain/unmet-reasons.js';
import type { Message } from '../../../lib/simulate/headers/message.js';
import { readRouteTable } from '../../../lib/simulate/read/read-route-table.js';
import type { SimulatedRoute } from '../../../lib/simulate/route/simulated-route.js';

const request: Message = {
  method: 'GET',
  authority: 'cart',
  path: '/a?page=2',
  scheme: 'http',
  forwardedProto: 'http',
  headers: [
    ['x-a', '1'],
    ['x-a', '2'],
  ],
};

test.each<readonly [string, RouteMatch, string, readonly string[]]>([
  [
    'a text',
    { prefix: '/', headers: [{ name: 'x-a', string_match: { exact: '3' } }] },
    'header x-a is "3"',
    ['header x-a is "1", "2"; asked for: header x-a is "3"'],
  ],
  [
    'a negated regular expression',
    { path: '/a', headers: [{ name: 'x-a', string_match: { safe_regex: { regex: '[12]' } }, invert_match: true }] },
    'path is /a, and not: header x-a matches [12]',
    ['header x-a is "1", "2"; asked for: not: header x-a matches [12]'],
  ],
  [
    'a header that has to be missing, and one that has to be there',
    {
      prefix: '/a',
      headers: [
        { name: 'x-a', present_match: false },
        { name: 'x-b', present_match: true },
      ],
    },
    'path begins with /a, and header x-a is missing, and header x-b is there',
    [
      'header x-a is "1", "2"; asked for: header x-a is missing',
      'header x-b is missing; asked for: header x-b is there',
    ],
  ],
  [
    'a header that may be missing, asked to be there and not to be',
    { prefix: '/', headers: [{ name: 'x-c', present_match: false, treat_missing_header_as_empty: true }] },
    'header x-c is missing (missing counts as empty)',
    ['header x-c is missing; asked for: header x-c is missing (missing counts as empty)'],
  ],
  [
    'a method',
    { path_separated_prefix: '/a', headers: [{ name: ':method', string_match: { exact: 'POST' } }] },
    'path is /a or below it, and method is "POST"',
    ['method is "GET"; asked for: method is "POST"'],
  ],
  [
    'a number',
    { prefix: '/', headers: [{ name: 'x-a', range_match: { start: 5, end: 9 } }] },
    'header x-a is a number from 5 to below 9',
    ['header x-a is "1", "2"; asked for: header x-a is a number from 5 to below 9'],
  ],
  [
    'query parameters',
    {
      prefix: '/',
      query_parameters: [
        { name: 'page', string_match: { prefix: 'x', ignore_case: true } },
        { name: 'q', present_match: true },
      ],
    },
    'query parameter page begins with "x" (in any case), and query parameter q is there',
    [
      'query parameter page is "2"; asked for: query parameter page begins with "x" (in any case)',
      'query parameter q is missing; asked for: query parameter q is there',
    ],
  ],
  [
    'gRPC',
    { safe_regex: { regex: '/.*' }, grpc: {} },
    'path matches /.*, and it is gRPC',
    ['it is for gRPC, and this is not'],
  ],
])('says what a route asks for and what the request has: %s', (_what, match, condition, reasons) => {
  expect(describeCondition(route(match).condition)).toBe(condition);
  expect(unmetReasons(route(match), request)).toEqual(reasons);
});

test('has no reason against a route that takes the request', () => {
  expect(unmetReasons(route({ prefix: '/' }), request)).toEqual([]);
  expect(describeCondition(route({ prefix: '/' }).condition)).toBe('every request');
});

test('says that a condition is not known to the simulator', () => {
  const [reason] = unmetReasons(
    route({ prefix: '/', filter_state: [{ key: 'x', string_match: { exact: 'y' } }] }),
    request,
  );
  expect(reason).toMatch(/^it asks for what the simulator does not know: route 0 .*match\.filter_state/);
});

function route(match: RouteMatch): SimulatedRoute {
  const routes = [{ match, direct_response: { status: 200 } }];
  const { domains } = readRouteTable({ virtual_hosts: [{ name: 'h', domains: ['*'], routes }] });
  const [found] = domains.fallback?.routes ?? [];
  if (found === undefined) throw new Error('the route was not read');
  return found;
}
