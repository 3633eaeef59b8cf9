import fc from 'fast-check';
import { expect, test } from 'vitest';
import { independentWeights } from '../../../lib/targets/envoy/routes/independent-weights.js';
import { integerWeights } from '../../../lib/targets/envoy/routes/integer-weights.js';

function weightsAfter(weights: readonly number[]): readonly number[] {
  const clusters = weights.map((weight, index) => ({ name: `c${index}`, weight }));
  const { route } = independentWeights({ match: { prefix: '/' }, route: { weighted_clusters: { clusters } } });
  return (route?.weighted_clusters?.clusters ?? []).map(({ weight }) => Number(weight));
}

const sumOf = (weights: readonly number[]): number => weights.reduce((sum, each) => sum + each, 0);

test('whatever a split is, its sum has no factor in common with a million, fits 32 bits, and the shares stay', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 2, maxLength: 5 }), (parts) => {
      fc.pre(sumOf(parts) > 0);
      const before = integerWeights(parts.map((part) => (part / sumOf(parts)) * 100));
      const after = weightsAfter(before);
      expect([sumOf(after) % 2, sumOf(after) % 5]).not.toContain(0);
      expect(sumOf(after)).toBeLessThan(2 ** 32);
      for (const [index, weight] of after.entries()) {
        expect(weight / sumOf(after)).toBeCloseTo((before[index] ?? 0) / sumOf(before), 5);
        if (before[index] === 0) expect(weight).toBe(0);
      }
    }),
  );
});

test('a route to one place stays the same object', () => {
  const route = { match: { prefix: '/' }, route: { cluster: 'c' } };
  expect(independentWeights(route)).toBe(route);
});
