import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '../../../lib/simulate/headers/message.js';
import { meetsConditions } from '../../../lib/simulate/match/meets-conditions.js';
import { meetsPathCondition } from '../../../lib/simulate/match/meets-path-condition.js';
import type { RouteCondition } from '../../../lib/simulate/match/route-condition.js';
import { pathWithoutQuery } from '../../../lib/simulate/path/path-without-query.js';
import { readRouteTable } from '../../../lib/simulate/read/read-route-table.js';
import { findVirtualHost } from '../../../lib/simulate/route/find-virtual-host.js';
import { complementSet } from '../../../lib/simulate/sets/complement-set.js';
import { conditionSet } from '../../../lib/simulate/sets/condition-set.js';
import { containsRequest } from '../../../lib/simulate/sets/contains-request.js';
import { hostDomains } from '../../../lib/simulate/sets/host-domain.js';
import { hostSet } from '../../../lib/simulate/sets/host-set.js';
import { intersectSets } from '../../../lib/simulate/sets/intersect-sets.js';
import { isEmptySet } from '../../../lib/simulate/sets/is-empty-set.js';
import type { RequestSet } from '../../../lib/simulate/sets/request-set.js';
import { subtractSets } from '../../../lib/simulate/sets/subtract-sets.js';
import { uniteSets } from '../../../lib/simulate/sets/unite-sets.js';
import { witnessOf } from '../../../lib/simulate/sets/witness-of.js';
import { arbitraryDenseRequest, arbitraryDenseTable, arbitraryRouting } from './fixtures/arbitrary-routing.js';

const conditions: fc.Arbitrary<readonly RouteCondition[]> = arbitraryDenseTable.map((configuration) =>
  hostDomains(readRouteTable(configuration)).domains.flatMap(({ host }) =>
    (host?.routes ?? []).map(({ condition }) => condition),
  ),
);
const sets: fc.Arbitrary<RequestSet> = conditions.map((list) => {
  const [first = uniteSets(), ...rest] = list.map(conditionSet);
  return rest.reduce(
    (set, each, index) => [uniteSets, intersectSets, subtractSets][index % 3]?.(set, each) ?? set,
    first,
  );
});
const meets = (condition: RouteCondition, request: Message): boolean =>
  meetsPathCondition(condition.path, pathWithoutQuery(request.path)) && meetsConditions(condition, request);

test('a set holds exactly the requests that meet its condition', () => {
  fc.assert(
    fc.property(arbitraryRouting, ({ configuration, requests }) => {
      const { domains } = hostDomains(readRouteTable(configuration));
      for (const { condition } of domains.flatMap(({ host }) => host?.routes ?? [])) {
        const set = conditionSet(condition);
        for (const request of requests) expect(containsRequest(set, request)).toBe(meets(condition, request));
      }
    }),
    { numRuns: 60 },
  );
});

test('a set of a virtual host holds exactly the requests that fall to it', () => {
  fc.assert(
    fc.property(arbitraryRouting, ({ configuration, requests }) => {
      const table = readRouteTable(configuration);
      for (const host of new Set(hostDomains(table).domains.map((domain) => domain.host))) {
        const set = hostSet(table, host);
        for (const request of requests)
          expect(containsRequest(set, request)).toBe(findVirtualHost(table, request.authority) === host);
        const witness = witnessOf(set);
        if (witness === undefined) expect(isEmptySet(set)).toBe(true);
        else expect(findVirtualHost(table, witness.authority)).toBe(host);
      }
    }),
    { numRuns: 100 },
  );
});

test('a witness is in its set, and a set without one is empty', () => {
  fc.assert(
    fc.property(sets, fc.array(arbitraryDenseRequest, { minLength: 50, maxLength: 50 }), (set, requests) => {
      const witness = witnessOf(set);
      if (witness !== undefined)
        expect(containsRequest(set, { ...witness, forwardedProto: witness.scheme })).toBe(true);
      else {
        expect(isEmptySet(set)).toBe(true);
        for (const request of requests) expect(containsRequest(set, request)).toBe(false);
      }
    }),
    { numRuns: 500 },
  );
});

test('a set and its complement have nothing in common and leave nothing out', () => {
  fc.assert(
    fc.property(sets, (set) => {
      expect(isEmptySet(intersectSets(set, complementSet(set)))).toBe(true);
      expect(isEmptySet(complementSet(uniteSets(set, complementSet(set))))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("De Morgan's laws and distributivity hold", () => {
  const isSame = (left: RequestSet, right: RequestSet): boolean =>
    isEmptySet(subtractSets(left, right)) === true && isEmptySet(subtractSets(right, left)) === true;
  fc.assert(
    fc.property(sets, sets, sets, (a, b, c) => {
      expect(isSame(complementSet(uniteSets(a, b)), intersectSets(complementSet(a), complementSet(b)))).toBe(true);
      expect(isSame(intersectSets(a, uniteSets(b, c)), uniteSets(intersectSets(a, b), intersectSets(a, c)))).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('a difference is empty exactly where the one set is part of the other', () => {
  fc.assert(
    fc.property(sets, sets, (a, b) => {
      const isPart = isEmptySet(subtractSets(a, b));
      const union = uniteSets(a, b);
      const isUnionNoMore = isEmptySet(subtractSets(union, b));
      expect(isPart).toBe(isUnionNoMore);
      expect(isEmptySet(subtractSets(a, union))).toBe(true);
    }),
    { numRuns: 200 },
  );
});
