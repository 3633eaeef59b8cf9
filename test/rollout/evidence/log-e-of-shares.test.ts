import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HalfPlane, Point } from '../../../lib/rollout/evidence/half-plane.js';
import { logEOfShares } from '../../../lib/rollout/evidence/log-e-of-shares.js';

interface Case {
  readonly line: HalfPlane;
  readonly alternative: Point;
  readonly events: Point;
}

const total = fc.integer({ min: 1, max: 7 });
const cases: fc.Arbitrary<Case> = fc.record({
  line: fc.record({
    ratio: fc.constantFrom(0, 1, 1.25, 2, 3),
    margin: fc.constantFrom(0.001, 0.01, 0.1, 0.3),
  }),
  alternative: fc.record({
    canary: fc.double({ min: 0.0005, max: 0.995, noNaN: true }),
    stable: fc.double({ min: 0.0005, max: 0.995, noNaN: true }),
  }),
  events: fc.record({ canary: total, stable: total }),
});

/** What the canary may be at most, or at least, for a stable share. */
const onLine = ({ ratio, margin }: HalfPlane, stable: number): number => ratio * stable + margin;

/** How far an alternative is beyond its line, over 0 for harm. */
const beyond = ({ line, alternative }: Case): number => alternative.canary - onLine(line, alternative.stable);

const logCombinations = (n: number, k: number): number =>
  Array.from({ length: k }, (_, index) => Math.log((n - index) / (index + 1))).reduce((sum, one) => sum + one, 0);

const probability = (n: number, k: number, share: number): number =>
  Math.exp(logCombinations(n, k)) * share ** k * (1 - share) ** (n - k);

/** The mean of the e-value over every outcome of the block, as a function of the true shares. */
function meanOf({ line, alternative, events }: Case): (truth: Point) => number {
  const numbers = (most: number): readonly number[] => Array.from({ length: most + 1 }, (_, index) => index);
  const values = numbers(events.canary).map((canary) =>
    numbers(events.stable).map((stable) => {
      const arms = { canary: { total: events.canary, bad: canary }, stable: { total: events.stable, bad: stable } };
      return Math.exp(logEOfShares(line, alternative, arms));
    }),
  );
  return (truth) => {
    const ofStable = numbers(events.stable).map((bad) => probability(events.stable, bad, truth.stable));
    return values.reduce((mean, row, canary) => {
      const given = row.reduce((sum, value, stable) => sum + value * (ofStable[stable] ?? 0), 0);
      return mean + given * probability(events.canary, canary, truth.canary);
    }, 0);
  };
}

/** Pairs of shares at which the canary is as the null says: on the line, and off it. */
function nullPoints(one: Case): readonly Point[] {
  const isHarm = beyond(one) > 0;
  return Array.from({ length: 13 }, (_, index) => index / 12).flatMap((stable) => {
    const edge = onLine(one.line, stable);
    if (!isHarm && edge > 1) return [];
    const canaries = isHarm ? [edge, edge / 2, 0] : [edge, (1 + edge) / 2, 1];
    return canaries.filter((canary) => canary >= 0 && canary <= 1).map((canary) => ({ canary, stable }));
  });
}

test('has a mean of 1 at most for every pair of shares on the null side, for harm, for soundness and against a number', () => {
  let largest = 0;
  fc.assert(
    fc.property(cases, (one) => {
      fc.pre(Math.abs(beyond(one)) > 1e-6);
      const most = Math.max(...nullPoints(one).map(meanOf(one)));
      largest = Math.max(largest, most);
      expect(most).toBeLessThanOrEqual(1 + 1e-12);
    }),
    { seed: 6, numRuns: 200 },
  );
  // It is not held by being small: at the nearest point of the line the mean is 1.
  expect(largest).toBeGreaterThan(0.99);
});

test('has a mean of 1 at most for windows of different length in which the stable share moves', () => {
  const line = { ratio: 1.25, margin: 0.01 };
  const alternative = { canary: 0.2, stable: 0.05 };
  const means = [0.001, 0.05, 0.3, 0.7].map((stable, index) =>
    meanOf({ line, alternative, events: { canary: 2 + index, stable: 9 - index } })({
      canary: onLine(line, stable),
      stable,
    }),
  );
  expect(means.reduce((product, mean) => product * mean, 1)).toBeLessThanOrEqual(1 + 1e-12);
});

test('agrees with 40 digits of another minimiser', () => {
  // Golden-section search of the divergence with mpmath 1.3 at 40 digits, by a script of our own; not from CRAN's safestats.
  const of = (line: HalfPlane, alternative: Point, counts: readonly [number, number, number, number]): number =>
    logEOfShares(line, alternative, {
      canary: { total: counts[0], bad: counts[1] },
      stable: { total: counts[2], bad: counts[3] },
    });
  expect([
    of({ ratio: 1, margin: 0.005 }, { canary: 0.0345, stable: 0.002 }, [20, 2, 380, 1]),
    of({ ratio: 1.25, margin: 0.001 }, { canary: 0.02, stable: 0.01 }, [1000, 31, 19_000, 180]),
    of({ ratio: 1, margin: 0.01 }, { canary: 0.002, stable: 0.002 }, [500, 1, 1500, 4]),
    of({ ratio: 1.5, margin: 0 }, { canary: 0.03, stable: 0.03 }, [100, 2, 100, 3]),
  ]).toEqual(
    [2.52973184632464281, 5.68085449415169768, 3.38025915773887874, 0.313418145430380846].map((value) =>
      // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- what vitest gives for a matcher
      expect.closeTo(value, 11),
    ),
  );
});

test('is the likelihood ratio where the canary is held against a number', () => {
  const counts = { canary: { total: 50, bad: 3 }, stable: { total: 0, bad: 0 } };
  const expected = 3 * Math.log(0.1 / 0.02) + 47 * Math.log(0.9 / 0.98);
  expect(logEOfShares({ ratio: 0, margin: 0.02 }, { canary: 0.1, stable: 0.5 }, counts)).toBeCloseTo(expected, 12);
});

test('rises with bad events of the canary and falls with those of the stable side, for harm', () => {
  fc.assert(
    fc.property(cases, fc.nat(8), fc.nat(8), (one, canary, stable) => {
      fc.pre(beyond(one) > 1e-6 && canary < one.events.canary && stable < one.events.stable && one.line.ratio > 0);
      const of = (canaryBad: number, stableBad: number): number =>
        logEOfShares(one.line, one.alternative, {
          canary: { total: one.events.canary, bad: canaryBad },
          stable: { total: one.events.stable, bad: stableBad },
        });
      expect(of(canary + 1, stable)).toBeGreaterThanOrEqual(of(canary, stable));
      expect(of(canary, stable + 1)).toBeLessThanOrEqual(of(canary, stable));
    }),
    { seed: 6 },
  );
});

test('says nothing of silence', () => {
  const line = { ratio: 1, margin: 0.01 };
  const alternative = { canary: 0.2, stable: 0.01 };
  const some = { total: 10, bad: 5 };
  const none = { total: 0, bad: 0 };
  expect(logEOfShares(line, alternative, { canary: none, stable: some })).toBe(0);
  expect(logEOfShares(line, alternative, { canary: some, stable: none })).toBe(0);
});
