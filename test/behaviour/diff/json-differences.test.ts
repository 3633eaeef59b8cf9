import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonDifferences } from '../../../lib/behaviour/diff/json-differences.js';
import { stableJson } from '../../../lib/util/stable-json.js';

test('names the leaves that differ', () => {
  expect(jsonDifferences({ a: [{ b: 1 }, 2], c: 'x' }, { a: [{ b: 3 }, 2], d: true })).toEqual([
    { path: 'a.0.b', before: '1', after: '3' },
    { path: 'c', before: 'x', after: undefined },
    { path: 'd', before: undefined, after: 'true' },
  ]);
});

test('tells an empty message from a missing one, which Envoy does too', () => {
  expect(jsonDifferences({ outlier_detection: {} }, {})).toEqual([
    { path: 'outlier_detection', before: '{}', after: undefined },
  ]);
});

test('finds a difference exactly where there is one', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
      expect(jsonDifferences(left, left)).toEqual([]);
      const isSame = stableJson(left) === stableJson(right);
      expect(jsonDifferences(left, right).length === 0).toBe(isSame);
    }),
  );
});
