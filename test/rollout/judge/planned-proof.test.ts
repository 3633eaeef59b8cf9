import { expect, test } from 'vitest';
import { plannedProof } from '../../../lib/rollout/judge/planned-proof.js';
import { makeCriterion, makePlan } from '../../support/rollout/make-plan.js';
import { runsOf, soundnessProven, watchRuns } from '../../support/rollout/watch-evidence.js';

const runs = runsOf(20);
const badShare = 0.002;

test.each([
  [200, 0.5, 0.005],
  [20, 0.5, 0.02],
])('at %i rps and a weight of %f no proof within %f comes much sooner than planned', (rps, weight, margin) => {
  const criterion = makeCriterion({ tolerance: { kind: 'against-stable', ratio: 1, margin } });
  const plan = makePlan({ criteria: [criterion] });
  const planned = plannedProof(plan, criterion, { requestsPerSecond: rps, weight, badShare });
  const watch = { plan, traffic: { requestsPerSecond: rps, badShare }, effect: {}, weight, windows: 200, known: 60 };
  const { median } = watchRuns(watch, soundnessProven, runs);
  expect(median).toBeGreaterThan(planned / 2);
  expect(median).toBeLessThan(10 * planned);
});

test('says that nothing proves a canary that is usual, where what is usual is not tolerated', () => {
  const criterion = makeCriterion({ tolerance: { kind: 'absolute', max: 0.01 } });
  const at = (share: number): number =>
    plannedProof(makePlan(), criterion, { requestsPerSecond: 100, weight: 0.5, badShare: share });
  expect([at(0.01), at(0.02)]).toEqual([Infinity, Infinity]);
  expect(at(0.001)).toBeLessThan(60_000);
});

test('takes less time with more requests, and with more that is tolerated', () => {
  const at = (requestsPerSecond: number, margin: number): number =>
    plannedProof(makePlan(), makeCriterion({ tolerance: { kind: 'against-stable', ratio: 1, margin } }), {
      ...{ requestsPerSecond, weight: 0.2, badShare },
    });
  expect(at(200, 0.01)).toBeCloseTo(at(20, 0.01) / 10, 6);
  expect(at(20, 0.02)).toBeLessThan(at(20, 0.01));
});
