import { expect, test } from 'vitest';
import { plannedDelay } from '../../../lib/rollout/simulate/planned-delay.js';
import { makeCriterion, makePlan } from '../../support/rollout/make-plan.js';
import { harmProven, runsOf, soundnessProven, watchRuns } from '../../support/rollout/watch-evidence.js';

const runs = runsOf(120);
const badShare = 0.002;
const windowMs = 2000;
const plan = makePlan();

interface Row {
  readonly requestsPerSecond: number;
  readonly effect: number;
  readonly weight: number;
  /** Median of the design note's simulation, s. */
  readonly seconds: number;
}

const rows: readonly Row[] = [
  { requestsPerSecond: 200, effect: 0.02, weight: 0.05, seconds: 58 },
  { requestsPerSecond: 2000, effect: 0.02, weight: 0.05, seconds: 8 },
  { requestsPerSecond: 20, effect: 0.05, weight: 0.05, seconds: 102 },
  { requestsPerSecond: 200, effect: 0.05, weight: 0.05, seconds: 12 },
  { requestsPerSecond: 2000, effect: 0.05, weight: 0.05, seconds: 2 },
  { requestsPerSecond: 200, effect: 0.01, weight: 0.25, seconds: 94 },
];

for (const { requestsPerSecond, effect, weight, seconds } of rows) {
  const name = `+${effect * 100} pp at ${requestsPerSecond} rps and ${weight * 100} %`;
  test(`finds ${name} as fast as designed within 20 %, and as planned within 25 %, or a window`, () => {
    const traffic = { requestsPerSecond, badShare };
    const watch = { plan, traffic, effect: { errors: effect }, weight, windows: 300, known: 60 };
    const { median } = watchRuns(watch, harmProven, runs);
    expect(Math.abs(median - seconds * 1000)).toBeLessThanOrEqual(Math.max(0.2 * seconds * 1000, windowMs));
    const planned = plannedDelay(plan, makeCriterion(), { requestsPerSecond, weight, badShare, effect });
    expect(Math.abs(planned - median)).toBeLessThanOrEqual(Math.max(0.25 * median, windowMs));
  });
}

test.each([
  { requestsPerSecond: 200, margin: 0.05, weight: 0.05, seconds: 8 },
  { requestsPerSecond: 200, margin: 0.02, weight: 0.05, seconds: 18 },
  { requestsPerSecond: 200, margin: 0.01, weight: 0.25, seconds: 10 },
  { requestsPerSecond: 200, margin: 0.005, weight: 0.5, seconds: 14 },
  // In half an hour two requests a second have too few errors to tell whether they come in clumps.
  { requestsPerSecond: 2, margin: 0.05, weight: 0.5, seconds: 70, known: 1200, within: 0.25 },
])(
  'proves soundness within $margin at $requestsPerSecond rps as fast as designed within 20 %, at 2 rps within 25 %, or a window',
  (row) => {
    const { requestsPerSecond, margin, weight, seconds, known = 60, within = 0.2 } = row;
    const criteria = [makeCriterion({ tolerance: { kind: 'against-stable', ratio: 1, margin } })];
    const asked = makePlan({ criteria, strategy: { kind: 'paced', first: 0.01, most: weight } });
    const watch = { plan: asked, traffic: { requestsPerSecond, badShare }, effect: {}, weight, windows: 300, known };
    const { median } = watchRuns(watch, soundnessProven, runs);
    expect(median - seconds * 1000).toBeLessThanOrEqual(Math.max(within * seconds * 1000, windowMs));
  },
);

test('plans no end where an effect is tolerated', () => {
  const harm = { requestsPerSecond: 200, weight: 0.05, badShare, effect: 0.005 };
  expect(plannedDelay(plan, makeCriterion(), harm)).toBe(Infinity);
});
