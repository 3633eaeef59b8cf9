import { expect, test } from 'vitest';
import { twoSidedPValue } from '../../../lib/local-runtime/traffic/two-sided-p-value.js';

test.each([
  // By the definition: twice the smaller tail, at most 1.
  [0, 10, 0.5, 2 / 1024],
  [1, 10, 0.5, 22 / 1024],
  [5, 10, 0.5, 1],
  [10, 10, 0.5, 2 / 1024],
  [3, 4, 0.25, 2 * (4 * 0.25 ** 3 * 0.75 + 0.25 ** 4)],
])('is twice the smaller tail for %i of %i at %f', (successes, trials, probability, expected) => {
  expect(twoSidedPValue(successes, trials, probability)).toBeCloseTo(expected, 10);
});

test('agrees with the normal distribution for many trials', () => {
  // 2.5758 standard deviations off leave 1 % outside.
  const trials = 1_000_000;
  const spread = Math.sqrt(trials * 0.2 * 0.8);
  expect(twoSidedPValue(Math.round(trials * 0.2 + 2.5758 * spread), trials, 0.2)).toBeCloseTo(0.01, 3);
  expect(twoSidedPValue(Math.round(trials * 0.2 - 2.5758 * spread), trials, 0.2)).toBeCloseTo(0.01, 3);
});

test('allows nothing else where the outcome is certain', () => {
  expect(twoSidedPValue(0, 50, 0)).toBe(1);
  expect(twoSidedPValue(1, 50, 0)).toBe(0);
  expect(twoSidedPValue(50, 50, 1)).toBe(1);
  expect(twoSidedPValue(49, 50, 1)).toBe(0);
});
