import type { CookieMatcher } from 'envoy-config-types/envoy/config/route/v3';
import { expect, test } from 'vitest';
import { cookieValue } from '../../../lib/simulate/headers/cookie-value.js';
import { meetsConditions } from '../../../lib/simulate/match/meets-conditions.js';
import { readRouteCondition } from '../../../lib/simulate/read/read-route-condition.js';
import { conditionSet } from '../../../lib/simulate/sets/condition-set.js';
import { intersectSets } from '../../../lib/simulate/sets/intersect-sets.js';
import { witnessOf } from '../../../lib/simulate/sets/witness-of.js';

const message = (...lines: readonly string[]) => ({
  method: 'GET',
  authority: 'a',
  path: '/',
  scheme: 'http' as const,
  forwardedProto: 'http',
  headers: lines.map((line) => ['cookie', line] as const),
});

function condition(cookies: CookieMatcher[], fields: object = {}) {
  return readRouteCondition({ prefix: '/', cookies, ...fields }, (field) => {
    throw new Error(`it cannot be read: ${field}`);
  });
}

test('takes the first cookie of a name in all lines, without the quotes around it', () => {
  const value = (...lines: string[]) => cookieValue(message(...lines), 'c');
  expect(value('b=0;  c=1', 'c=2')).toBe('1');
  expect(value('c="a b"')).toBe('a b');
  expect(['c', 'C=1', 'c =1', ''].map((line) => value(line))).toEqual([undefined, undefined, undefined, undefined]);
});

test('takes a missing cookie only where the condition is inverted', () => {
  const asked = (invert_match: boolean) => condition([{ name: 'c', string_match: { exact: '1' }, invert_match }]);
  const answers = (invert: boolean) =>
    [[], ['c=1'], ['c=2']].map((lines) => meetsConditions(asked(invert), message(...lines)));
  expect(answers(false)).toEqual([false, true, false]);
  expect(answers(true)).toEqual([true, false, true]);
});

test('finds a request for cookies that can be had together, and none for others', () => {
  const matchers: CookieMatcher[] = [
    { name: 'c', string_match: { prefix: 'a ' } },
    { name: 'c', string_match: { exact: 'a b' }, invert_match: true },
    { name: 'd', string_match: { safe_regex: { regex: '"x"' } } },
    { name: 'e', string_match: { exact: '1' }, invert_match: true },
  ];
  const witness = witnessOf(conditionSet(condition(matchers)));
  if (typeof witness !== 'object') throw new Error(`no request: ${String(witness)}`);
  expect(meetsConditions(condition(matchers), { ...witness, forwardedProto: witness.scheme })).toBe(true);
  const both = (exact: string) => conditionSet(condition([{ name: 'c', string_match: { exact } }]));
  expect(witnessOf(intersectSets(both('1'), both('2')))).toBeUndefined();
  expect(witnessOf(both('1;2'))).toBeUndefined();
});
