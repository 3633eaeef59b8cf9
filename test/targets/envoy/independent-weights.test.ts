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

const million = 1_000_000;

/** Which part of the split a number that Envoy draws falls into. */
function partOf(weights: readonly number[], drawn: bigint): number {
  const at = Number(drawn % BigInt(sumOf(weights)));
  let end = 0;
  return weights.findIndex((weight) => at < (end += weight));
}

test('whatever a split is, and however small the fraction, the parts of the split keep their shares of it to a thousandth', () => {
  const split = fc.tuple(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 2, max: 6 })).map(([part, digits]) => {
    const first = Math.max(1, Math.round(part / 10 ** (6 - digits))) / 10 ** (digits - 2);
    return [Math.min(first, 99.9999), 100 - Math.min(first, 99.9999)];
  });
  fc.assert(
    fc.property(split, fc.integer({ min: 0, max: million - 1 }), (percents, remainder) => {
      const before = integerWeights(percents);
      const after = weightsAfter(before);
      expect(sumOf(after)).toBeLessThan(2 ** 32);
      expect((after[0] ?? 0) * sumOf(before)).toBe((before[0] ?? 0) * sumOf(after));
      // All numbers of one remainder by a million: those that the fraction takes are some of these classes.
      const drawn = Array.from({ length: 1000 }, (_, index) => BigInt(remainder) + BigInt(index) * BigInt(million));
      const first = drawn.filter((each) => partOf(after, each) === 0).length / drawn.length;
      expect(Math.abs(first - (percents[0] ?? 0) / 100)).toBeLessThan(0.0011);
    }),
  );
});

test('a route to one place stays the same object', () => {
  const route = { match: { prefix: '/' }, route: { cluster: 'c' } };
  expect(independentWeights(route)).toBe(route);
});
