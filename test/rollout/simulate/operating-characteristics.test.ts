import { expect, test } from 'vitest';
import { operatingCharacteristics } from '../../../lib/rollout/simulate/operating-characteristics.js';
import type { RecordedTraffic } from '../../../lib/rollout/simulate/simulated-traffic.js';
import { makeCriterion, makePlan } from '../../support/rollout/make-plan.js';
import { runsOf } from '../../support/rollout/watch-evidence.js';

const runs = runsOf(30);
const options = { seed: 1, runs, searchRuns: 0, effects: [0.05, 0.5] };
const traffic = { kind: 'declared', requestsPerSecond: 500, badShare: 0.002 } as const;

test('gives the same figures for the same seed, and others for another', () => {
  const [first, again, other] = [1, 1, 2].map((seed) =>
    operatingCharacteristics(makePlan(), traffic, { ...options, seed, runs: 10 }),
  );
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test('promotes what is well and rolls back what is not, the sooner the worse it is, for a paced rollout', () => {
  const { healthy, criteria } = operatingCharacteristics(makePlan(), traffic, options);
  const [worse, worst] = criteria[0]?.effects ?? [];
  expect(healthy.promoted).toBeGreaterThan(0.9);
  expect(healthy.harmed).toEqual({ mean: 0, p95: 0 });
  expect([worse?.rolledBack, worst?.rolledBack]).toEqual([1, 1]);
  expect(worst?.rollbackMs.median).toBeLessThan(worse?.rollbackMs.median ?? 0);
  expect(worst?.rollbackMs.p90).toBeGreaterThanOrEqual(worst?.rollbackMs.median ?? Infinity);
  // Half of one percent of 500 requests a second for a few seconds.
  expect(worst?.harmed.mean).toBeGreaterThan(0);
  expect(worst?.harmed.mean).toBeLessThan(100);
});

test('tries fixed steps, and one fixed weight', () => {
  const step = (weight: number, holdMs: number) => ({ weight, holdMs, needsApproval: true });
  for (const steps of [[step(0.05, 30_000), step(0.5, 30_000)], [step(0.2, 60_000)]]) {
    const { healthy, criteria } = operatingCharacteristics(
      makePlan({ strategy: { kind: 'steps', steps } }),
      traffic,
      options,
    );
    expect(healthy.rolledBack).toBeLessThan(0.1);
    expect(healthy.promotionMs.median).toBeGreaterThanOrEqual(60_000);
    expect(criteria[0]?.effects.map(({ rolledBack }) => rolledBack)).toEqual([1, 1]);
  }
});

test('says that little traffic decides nothing within its time', () => {
  const { healthy, criteria } = operatingCharacteristics(
    makePlan(),
    { ...traffic, requestsPerSecond: 1 },
    { ...options, runs: 10 },
  );
  expect(healthy.undecided).toBe(1);
  expect(criteria[0]?.effects[0]?.undecided).toBeGreaterThan(0.9);
});

test('tries what must be found, and finds the smallest effect that is found', () => {
  const criteria = [makeCriterion({ mustFind: 0.03 })];
  const plan = makePlan({
    criteria,
    strategy: { kind: 'steps', steps: [{ weight: 0.2, holdMs: 600_000, needsApproval: false }] },
  });
  const found = operatingCharacteristics(plan, traffic, { seed: 1, runs: 10, searchRuns: 10, effects: [0.2] });
  const [errors] = found.criteria;
  expect(errors?.effects.map(({ effect }) => effect['errors'])).toEqual([0.03, 0.2]);
  expect(errors?.found80).toBeGreaterThan(0.005);
  expect(errors?.found80).toBeLessThan(0.03);
  expect(errors?.found95).toBeGreaterThanOrEqual(errors?.found80 ?? 1);
});

test('tries a plan on what was recorded, with its clumps', () => {
  // Every pod fails for a second now and then: 8 of its 50 requests in that window.
  const recorded: RecordedTraffic = {
    kind: 'recorded',
    windows: Array.from({ length: 300 }, (_, index) => ({
      ms: 2000,
      counts: {
        errors: Array.from({ length: 6 }, (__, pod) => ({
          pod: String(pod),
          total: 50,
          bad: (index * 7 + pod * 11) % 60 === 0 ? 8 : 0,
        })),
      },
    })),
  };
  const criteria = [makeCriterion({ tolerance: { kind: 'against-stable', ratio: 1.25, margin: 0.01 } })];
  const {
    healthy,
    criteria: [errors],
  } = operatingCharacteristics(makePlan({ criteria }), recorded, options);
  expect(healthy.rolledBack).toBeLessThan(0.1);
  expect(errors?.effects[1]?.rolledBack).toBe(1);
  expect(errors?.effects[1]?.harmed.mean).toBeGreaterThan(0);
});

test('weighs rates, saturation and copies of requests too', () => {
  const tolerance = { kind: 'against-stable', ratio: 1, margin: 0.01 } as const;
  const criteria = [
    makeCriterion({
      name: 'full',
      errorShare: 0.5,
      measure: { kind: 'saturation', resource: 'cpu', over: 0.8 },
      tolerance,
    }),
    makeCriterion({
      name: 'restarts',
      errorShare: 0.5,
      measure: { kind: 'rate', events: 'restarts_total' },
      tolerance,
    }),
  ];
  const plan = makePlan({ criteria, strategy: { kind: 'mirror', share: 0.2 } });
  const tried = operatingCharacteristics(
    plan,
    { ...traffic, badShares: { restarts: 0.0001 } },
    { ...options, runs: 10 },
  );
  expect(tried.criteria.map(({ effects }) => effects[1]?.rolledBack)).toEqual([1, 1]);
  expect(tried.criteria[0]?.effects[1]?.harmed.mean).toBe(0);
});
