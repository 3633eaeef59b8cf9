import { expect, test } from 'vitest';
import { describeShare } from '../../../lib/behaviour/explain/describe-share.js';

test.each([
  [1, 1, '100%'],
  [1, 8, '12.5%'],
  [1, 1_000_000, '0.0001%'],
  [1, 3, '1/3 (about 33.3%)'],
  [9_007_199_254_740_991, 9_007_199_254_740_991, '100%'],
])('tells %d of %d without loss', (numerator, denominator, words) => {
  expect(describeShare({ numerator, denominator })).toBe(words);
});
