import { expect, test } from 'vitest';
import { judgeRules } from '../../../lib/local-runtime/traffic/judge-rules.js';
import type { SeenRule } from '../../../lib/local-runtime/traffic/rule-tally.js';

const seen = (met: number, requests: number, percent: number): SeenRule => ({
  rule: { kind: 'split', route: 'reviews/http/readers', destination: 'reviews/v1/http', percent },
  met,
  requests,
});

test.each([
  [seen(800, 1000, 80), 'fits'],
  [seen(770, 1000, 80), 'fits'],
  [seen(730, 1000, 80), 'differs'],
  [seen(870, 1000, 80), 'differs'],
  [seen(0, 1000, 0), 'fits'],
  [seen(1, 1000, 0), 'differs'],
  [seen(0, 0, 80), 'not-seen'],
] as const)('judges %o as %s', (one, verdict) => {
  expect(judgeRules([one])).toMatchObject([{ verdict }]);
});

test('keeps the probability of a false alarm for the whole table, however long', () => {
  const edge = seen(735, 1000, 80); // p is 8e-7
  expect(judgeRules([edge])).toMatchObject([{ verdict: 'differs' }]);
  expect(judgeRules([edge, seen(800, 1000, 80)])).toMatchObject([{ verdict: 'fits' }, { verdict: 'fits' }]);
});
