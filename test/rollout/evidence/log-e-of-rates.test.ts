import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HalfPlane, Point } from '../../../lib/rollout/evidence/half-plane.js';
import { logEOfRates } from '../../../lib/rollout/evidence/log-e-of-rates.js';

const seconds = fc.constantFrom(0.5, 1, 3, 6);
const rate = fc.double({ min: 0.01, max: 1.5, noNaN: true });
const mostEvents = 50;

function poisson(mean: number, events: number): number {
  const logFactorial = Array.from({ length: events }, (_, index) => Math.log(index + 1)).reduce((a, b) => a + b, 0);
  return mean === 0 ? Number(events === 0) : Math.exp(events * Math.log(mean) - mean - logFactorial);
}

/** The mean of the e-value as a function of the true rates; what lies beyond `mostEvents` is less than the bound's digits. */
function meanOf(line: HalfPlane, alternative: Point, time: Point): (truth: Point) => number {
  const numbers = Array.from({ length: mostEvents + 1 }, (_, index) => index);
  const values = numbers.map((canary) =>
    numbers.map((stable) => {
      const arms = { canary: { total: time.canary, bad: canary }, stable: { total: time.stable, bad: stable } };
      return Math.exp(logEOfRates(line, alternative, arms));
    }),
  );
  return (truth) => {
    const [ofCanary, ofStable] = (['canary', 'stable'] as const).map((side) =>
      numbers.map((events) => poisson(truth[side] * time[side], events)),
    );
    return values.reduce((mean, row, canary) => {
      const given = row.reduce((sum, value, stable) => sum + value * (ofStable?.[stable] ?? 0), 0);
      return mean + given * (ofCanary?.[canary] ?? 0);
    }, 0);
  };
}

test('has a mean of 1 at most for every pair of rates on the null side, for harm and for soundness', () => {
  const lines = fc.record({ ratio: fc.constantFrom(0, 1, 1.5, 3), margin: fc.constantFrom(0.01, 0.1) });
  const points = fc.record({ canary: rate, stable: rate });
  fc.assert(
    fc.property(lines, points, fc.record({ canary: seconds, stable: seconds }), (line, alternative, time) => {
      const distance = alternative.canary - line.ratio * alternative.stable - line.margin;
      fc.pre(Math.abs(distance) > 1e-3);
      const mean = meanOf(line, alternative, time);
      for (const stable of [0, 0.05, 0.3, 1]) {
        const edge = line.ratio * stable + line.margin;
        for (const canary of distance > 0 ? [edge, edge / 2, 0] : [edge, edge * 1.5]) {
          expect(mean({ canary, stable })).toBeLessThanOrEqual(1 + 1e-12);
        }
      }
    }),
    { seed: 6, numRuns: 25 },
  );
});

test('agrees with 40 digits of another minimiser', () => {
  // Golden-section search of the divergence with mpmath 1.3 at 40 digits, by a script of our own.
  const counts = { canary: { total: 200, bad: 3 }, stable: { total: 2000, bad: 1 } };
  const sound = { canary: { total: 4000, bad: 9 }, stable: { total: 36_000, bad: 110 } };
  expect(logEOfRates({ ratio: 1, margin: 0.001 }, { canary: 0.0125, stable: 0.0002 }, counts)).toBeCloseTo(
    3.66989886574493543,
    11,
  );
  expect(logEOfRates({ ratio: 2, margin: 0 }, { canary: 0.003, stable: 0.003 }, sound)).toBeCloseTo(
    5.10358677167515056,
    11,
  );
});

test('says nothing of pods that were not observed', () => {
  const line = { ratio: 1, margin: 0.1 };
  const none = { total: 0, bad: 0 };
  expect(logEOfRates(line, { canary: 1, stable: 0.1 }, { canary: none, stable: { total: 10, bad: 3 } })).toBe(0);
});
