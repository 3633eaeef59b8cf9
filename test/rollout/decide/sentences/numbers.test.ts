import { expect, test } from 'vitest';
import { durationText } from '../../../../lib/rollout/decide/sentences/duration-text.js';
import { oddsText } from '../../../../lib/rollout/decide/sentences/odds-text.js';
import { percentText } from '../../../../lib/rollout/decide/sentences/percent-text.js';

test('shares are read as percent with two digits', () => {
  expect([0, 0.0002, 0.051, 0.0149, 0.125, 0.98, 1].map(percentText)).toEqual([
    ...['0 %', '0.02 %', '5.1 %', '1.5 %', '12.5 %', '98 %', '100 %'],
  ]);
});

test('times are read in the unit that fits', () => {
  expect([500, 1_500, 60_000, 600_000, 86_400_000].map(durationText)).toEqual([
    ...['500 ms', '1.5 s', '60 s', '10 min', '24 h'],
  ]);
});

test('evidence is read as odds, and beyond a million by the power of ten', () => {
  expect([0, Math.log(100), Math.log(3_400), 900].map(oddsText)).toEqual(['1:1', '1:100', '1:3400', '1:10^390']);
});
