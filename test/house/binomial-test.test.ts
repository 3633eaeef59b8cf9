import { expect, it } from 'vitest';
import { acceptanceRate, detectedError, falseAlarmRate, missRate, planBinomialTest } from '../support/binomial-test.js';

it.each([0.1, 0.2, 0.5, 0.9])('errs at the stated rates on a share of %s', (share) => {
  const plan = planBinomialTest(share);

  expect(1 - acceptanceRate(plan, share)).toBeLessThan(falseAlarmRate);
  for (const other of [share - detectedError, share + detectedError]) {
    if (other > 0.01 && other < 0.99) expect(acceptanceRate(plan, other)).toBeLessThan(missRate);
  }
  expect(plan.trials).toBeLessThanOrEqual(1_600);
});

it('accepts no more counts than it has to', () => {
  const plan = planBinomialTest(0.5);
  const narrower = { ...plan, lowest: plan.lowest + 1, highest: plan.highest - 1 };

  expect(1 - acceptanceRate(narrower, 0.5)).toBeGreaterThan(falseAlarmRate);
});
