import type { RouteMatch } from 'envoy-config-types/envoy/config/route/v3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PathOptions } from '../../../lib/simulate/path/normalize-path.js';
import { readRouteTable } from '../../../lib/simulate/read/read-route-table.js';
import { conditionSet } from '../../../lib/simulate/sets/condition-set.js';
import { routeReach } from '../../../lib/simulate/sets/route-reach.js';
import { subtractSets } from '../../../lib/simulate/sets/subtract-sets.js';
import { arbitraryDenseRequest, arbitraryDenseTable, arbitraryRouting } from './fixtures/arbitrary-routing.js';
import { decidedRoute } from './fixtures/decided-route.js';

test('every witness takes the route that it is a witness of', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        arbitraryRouting.map(({ configuration }) => configuration),
        arbitraryDenseTable,
      ),
      (configuration) => {
        const table = readRouteTable(configuration);
        for (const { route, verdict } of routeReach(table)) {
          expect(verdict.kind).not.toBe('undecided');
          if (verdict.kind === 'reached') expect(decidedRoute(table, verdict.witness)).toBe(route);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('no request takes a route that is never reached', () => {
  fc.assert(
    fc.property(
      arbitraryDenseTable,
      fc.array(arbitraryDenseRequest, { minLength: 200, maxLength: 200 }),
      (configuration, requests) => {
        const table = readRouteTable(configuration);
        const never = new Set(
          routeReach(table).flatMap(({ route, verdict }) => (verdict.kind === 'never' ? [route] : [])),
        );
        for (const request of requests) {
          const taken = decidedRoute(table, request);
          if (taken !== undefined) expect(never.has(taken)).toBe(false);
        }
      },
    ),
    { numRuns: 100 },
  );
});

const reachOf = (...matches: readonly RouteMatch[]) =>
  routeReach(
    readRouteTable({
      virtual_hosts: [
        { name: 'shop', domains: ['shop'], routes: matches.map((match) => ({ match, route: { cluster: 'a' } })) },
      ],
    }),
  ).map(({ verdict }) => (verdict.kind === 'never' ? verdict.takenBy.map(({ position }) => position) : verdict.kind));
const header = (name: string, exact: string) => ({ name, string_match: { exact } });

// The numbers are those of the blind spots of `istioctl analyze` in the list of the docs.
test('sees exact paths, regular expressions and header-only rules covered (blind spot 1)', () => {
  expect(reachOf({ prefix: '/api' }, { path: '/api/v1' })).toEqual(['reached', [0]]);
  expect(reachOf({ prefix: '/api' }, { safe_regex: { regex: '/api/v[0-9]+' } })).toEqual(['reached', [0]]);
  expect(reachOf({ safe_regex: { regex: '/api(/.*)?' } }, { path_separated_prefix: '/api' })).toEqual(['reached', [0]]);
  expect(reachOf({ prefix: '/' }, { prefix: '/', headers: [header('x', '1')] })).toEqual(['reached', [0]]);
});

test('sees a rule with a header covered by one with the same prefix and none (blind spot 2)', () => {
  expect(reachOf({ prefix: '/api' }, { prefix: '/api', headers: [header('x', '1')] })).toEqual(['reached', [0]]);
  expect(reachOf({ prefix: '/api', headers: [header('x', '1')] }, { prefix: '/api' })).toEqual(['reached', 'reached']);
});

test('takes a rule without a method for one of all methods (blind spot 4)', () => {
  const post = { prefix: '/', headers: [header(':method', 'POST')] };
  const get = { prefix: '/', headers: [header(':method', 'GET')] };
  expect(reachOf({ prefix: '/' }, post)).toEqual(['reached', [0]]);
  expect(reachOf(get, { prefix: '/' })).toEqual(['reached', 'reached']);
});

test('compares headers and authorities in the right direction, however many there are (blind spot 5)', () => {
  const one = { prefix: '/', headers: [header('x', '1')] };
  const two = { prefix: '/', headers: [header('x', '1'), header('y', '1')] };
  expect(reachOf(one, two)).toEqual(['reached', [0]]);
  expect(reachOf(two, one)).toEqual(['reached', 'reached']);
  // Hosts are found whatever their case, so that `prefix: sh` alone leaves `SHOP` over.
  const bound = { prefix: '/', headers: [{ name: ':authority', string_match: { prefix: 'sh', ignore_case: true } }] };
  expect(reachOf(bound, { prefix: '/a' })).toEqual(['reached', [0]]);
  const foreign = { prefix: '/', headers: [header(':authority', 'SHOP')] };
  expect(reachOf(foreign, { prefix: '/a' })).toEqual(['reached', 'reached']);
});

test('tells different regular expressions apart (blind spot 6)', () => {
  const regex = (text: string) => ({ safe_regex: { regex: text } });
  expect(reachOf(regex('/a[0-9]+'), regex('/a[a-z]+'))).toEqual(['reached', 'reached']);
  expect(reachOf(regex('/a[0-9a-z]+'), regex('/a[a-f]{2}'))).toEqual(['reached', [0]]);
});

test('minds case as the rule does (blind spot 7)', () => {
  expect(reachOf({ prefix: '/API', case_sensitive: false }, { prefix: '/api' })).toEqual(['reached', [0]]);
  expect(reachOf({ prefix: '/API' }, { prefix: '/api' })).toEqual(['reached', 'reached']);
});

test('names the few rules that only together take everything', () => {
  const [a, notA] = [header('x', 'a'), { name: 'x', string_match: { exact: 'a' }, invert_match: true }];
  const missing = { name: 'x', present_match: false };
  expect(
    reachOf(
      { path: '/other' },
      { prefix: '/', headers: [a] },
      { prefix: '/api', headers: [header('y', '1')] },
      { prefix: '/', headers: [notA] },
      { prefix: '/', headers: [missing] },
      { prefix: '/api' },
    ),
  ).toEqual(['reached', 'reached', 'reached', 'reached', 'reached', [1, 3, 4]]);
});

test('repeats a header that has to be two things at once', () => {
  const table = readRouteTable({
    virtual_hosts: [
      {
        name: 'v',
        domains: ['*'],
        routes: [{ match: { prefix: '/', headers: [header('x', 'a'), header('x', 'b')] }, route: { cluster: 'a' } }],
      },
    ],
  });
  const [reach] = routeReach(table);
  expect(reach?.verdict).toMatchObject({
    kind: 'reached',
    witness: {
      headers: [
        ['x', 'a'],
        ['x', 'b'],
      ],
    },
  });
});

test('knows a condition that contradicts itself', () => {
  expect(reachOf({ prefix: '/a', headers: [{ name: ':path', string_match: { prefix: '/b' } }] })).toEqual([[]]);
  const both = [
    { name: 'q', string_match: { exact: '1' } },
    { name: 'q', string_match: { exact: '2' } },
  ];
  expect(reachOf({ prefix: '/', query_parameters: both })).toEqual([[]]);
});

test('is not sure behind a condition that it cannot evaluate, unless that does not matter', () => {
  const share = { runtime_fraction: { default_value: { numerator: 5 } } };
  expect(reachOf({ prefix: '/a', ...share }, { prefix: '/a/b' }, { prefix: '/' }, { prefix: '/a', ...share })).toEqual([
    'undecided',
    'undecided',
    'reached',
    [2],
  ]);
});

test('says so when the budget ends before it knows, and names the route that took it', () => {
  const table = readRouteTable({
    virtual_hosts: [
      {
        name: 'v',
        domains: ['*'],
        routes: [
          ...Array.from({ length: 12 }, (_, index) => ({
            name: `r${index}`,
            match: { safe_regex: { regex: `/.*${index}.{${8 + index}}` } },
            route: { cluster: 'a' },
          })),
          { match: { safe_regex: { regex: '/[0-9]{30}' } }, route: { cluster: 'a' } },
        ],
      },
    ],
  });
  const verdict = routeReach(table, { budget: { steps: 5 } }).at(-1)?.verdict;
  expect(verdict?.kind).toBe('undecided');
  expect(verdict?.kind === 'undecided' && verdict.reason).toMatch(/route \d+ "r?\d*" of virtual host "v"/);
});

test('does not reach on a normalising listener what only another path would', () => {
  const table = readRouteTable({
    virtual_hosts: [
      {
        name: 'v',
        domains: ['*'],
        routes: [
          { match: { safe_regex: { regex: '/a//.*' } }, route: { cluster: 'a' } },
          { match: { prefix: '/a/../b' }, route: { cluster: 'a' } },
          { match: { safe_regex: { regex: '/.*%2[fF].*' } }, route: { cluster: 'a' } },
          { match: { prefix: '/a' }, route: { cluster: 'a' } },
        ],
      },
    ],
  });
  const kinds = (path: PathOptions) => routeReach(table, { path }).map(({ verdict }) => verdict.kind);
  const kept = { normalize: false, mergeSlashes: false, escapedSlashes: 'keep' } as const;
  expect(kinds(kept)).toEqual(['reached', 'reached', 'reached', 'reached']);
  expect(kinds({ normalize: true, mergeSlashes: true, escapedSlashes: 'forward' })).toEqual([
    'never',
    'never',
    'never',
    'reached',
  ]);
});

test('limits reach to the requests that are asked about', () => {
  const table = readRouteTable({
    virtual_hosts: [
      {
        name: 'v',
        domains: ['a.com', 'b.com'],
        routes: [
          { match: { prefix: '/a', headers: [header(':authority', 'b.com')] }, route: { cluster: 'a' } },
          { match: { prefix: '/' }, route: { cluster: 'a' } },
        ],
      },
    ],
  });
  const [first, second] = routeReach(table).map(({ route }) => conditionSet(route.condition));
  if (first === undefined || second === undefined) throw new Error('the table has two routes');
  expect(routeReach(table, { within: first }).map(({ verdict }) => verdict.kind)).toEqual(['reached', 'never']);
  const rest = subtractSets(second, first);
  expect(routeReach(table, { within: rest }).map(({ verdict }) => verdict.kind)).toEqual(['never', 'reached']);
});
