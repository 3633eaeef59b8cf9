import { expect, test } from 'vitest';
import { makeCriterion, makePlan } from '../../support/rollout/make-plan.js';
import {
  harmProven,
  highestShare,
  runsOf,
  soundnessProven,
  type Stop,
  type Watch,
  watchRuns,
} from '../../support/rollout/watch-evidence.js';

const runs = runsOf(200);
const plan = makePlan();
// As good as no margin at all: every difference is harm.
const strict = makePlan({
  criteria: [makeCriterion({ tolerance: { kind: 'against-stable', ratio: 1, margin: 1e-9 } })],
});
const traffic = { requestsPerSecond: 200, badShare: 0.002 };
const usual: Watch = { plan, traffic, effect: {}, weight: 0.05, windows: 100 };

const falseRollbacks: Readonly<Record<string, Watch>> = {
  'a canary that is like the stable side, without any margin': { ...usual, plan: strict },
  'a canary on the boundary of what is tolerated': { ...usual, effect: { errors: 0.005 } },
  'a stable side whose errors swing with the hour, by a factor of ten': {
    ...usual,
    plan: strict,
    swing: (atMs) => Math.round(1 + 9 * Math.sin((Math.PI * atMs) / 300_000) ** 2),
  },
  'bursts of twenty times the errors at both sides': {
    ...usual,
    plan: strict,
    swing: (atMs) => (atMs % 60_000 < 6000 ? 20 : 1),
  },
  'windows that are merged by chance': {
    ...usual,
    plan: strict,
    merged: ({ uniform }) => 1 + Math.floor(uniform() * 10),
  },
  'a quarter of the traffic, by a ratio': {
    ...usual,
    weight: 0.25,
    plan: makePlan({ criteria: [makeCriterion({ tolerance: { kind: 'against-stable', ratio: 1.25, margin: 1e-9 } })] }),
    effect: { errors: 0.0005 },
  },
  'a number instead of the stable side': {
    ...usual,
    plan: makePlan({ criteria: [makeCriterion({ tolerance: { kind: 'absolute', max: 0.01 } })] }),
    effect: { errors: 0.008 },
  },
  'restarts at a rate on the boundary': {
    ...usual,
    traffic: { requestsPerSecond: 20, badShare: 0.002, pods: 6 },
    weight: 0.4,
    plan: makePlan({
      criteria: [
        makeCriterion({
          measure: { kind: 'rate', events: 'restarts_total' },
          tolerance: { kind: 'against-stable', ratio: 1, margin: 0.002 },
        }),
      ],
    }),
    effect: { errors: 0.002 },
  },
};

for (const [name, watch] of Object.entries(falseRollbacks)) {
  test(`rolls back falsely in no more than 1 % of rollouts, looking after every window: ${name}`, () => {
    expect(watchRuns(watch, harmProven, runs).share).toBeLessThanOrEqual(highestShare(0.01, runs));
  });
}

for (const clump of [1, 2, 3, 5, 10]) {
  test(`rolls back falsely in no more than 1 % of rollouts when errors come in clumps of ${clump}`, () => {
    const clumped: Watch = { ...usual, plan: strict, traffic: { ...traffic, clump }, weight: 0.25, windows: 75 };
    expect(watchRuns(clumped, harmProven, runs).share).toBeLessThanOrEqual(highestShare(0.01, runs));
    // When the stable side is known for half an hour too.
    const known = watchRuns({ ...clumped, known: 60 }, harmProven, runs);
    expect(known.share).toBeLessThanOrEqual(highestShare(0.01, runs));
  });
}

test('proves falsely in no more than 5 % of rollouts that a canary at the margin is sound', () => {
  const atMargin = (margin: number, weight: number): number => {
    const criteria = [makeCriterion({ tolerance: { kind: 'against-stable', ratio: 1, margin } })];
    const strategy = { kind: 'paced', first: 0.01, most: weight } as const;
    const watch = { ...usual, plan: makePlan({ criteria, strategy }), effect: { errors: margin }, weight };
    return watchRuns(watch, soundnessProven, runs).share;
  };
  expect(atMargin(0.01, 0.25)).toBeLessThanOrEqual(highestShare(0.05, runs));
  expect(atMargin(0.05, 0.05)).toBeLessThanOrEqual(highestShare(0.05, runs));
});

test('proves falsely in no more than 5 % of rollouts that a canary with clumps is sound, once the stable side is known', () => {
  const criteria = [makeCriterion({ tolerance: { kind: 'against-stable', ratio: 1, margin: 0.01 } })];
  const strategy = { kind: 'paced', first: 0.01, most: 0.25 } as const;
  for (const clump of [3, 10]) {
    const watch: Watch = {
      ...{ ...usual, plan: makePlan({ criteria, strategy }), traffic: { ...traffic, clump } },
      ...{ effect: { errors: 0.01 }, weight: 0.25, windows: 60, known: 60 },
    };
    expect(watchRuns(watch, soundnessProven, runs).share).toBeLessThanOrEqual(highestShare(0.05, runs));
  }
});

test('finds harm that begins after five minutes within half a minute more often than not', () => {
  const late: Watch = { ...usual, effect: { errors: 0.05 }, onsetMs: 300_000, windows: 300, known: 60 };
  const { median, share } = watchRuns(late, harmProven, runsOf(100));
  expect(share).toBeGreaterThan(0.98);
  expect(median).toBeGreaterThan(300_000);
  expect(median).toBeLessThanOrEqual(330_000);
});

test('shares 1 % of false rollbacks over three criteria', () => {
  const tolerance = { kind: 'against-stable', ratio: 1, margin: 1e-9 } as const;
  const criteria = [0.5, 0.25, 0.25].map((errorShare, index) =>
    makeCriterion({ name: `criterion-${index}`, errorShare, tolerance }),
  );
  const family = watchRuns({ ...usual, plan: makePlan({ criteria }), windows: 75 }, harmProven, runs);
  expect(family.share).toBeLessThanOrEqual(highestShare(0.01, runs));
});

test('lets the harm of an excess that does not grow exceed the budget in no more than 5 % of rollouts', () => {
  const excess = 0.02;
  const isOverBudget: Stop = (_, weight) => weight * excess > plan.harmBudget;
  const ramp: Watch = {
    ...{ ...usual, effect: { errors: excess }, windows: 120 },
    weight: ({ weightCeiling }, weight) => Math.max(weight, Math.min(1, 2 * weight, weightCeiling)),
  };
  expect(watchRuns(ramp, isOverBudget, runs).share).toBeLessThanOrEqual(highestShare(0.05, runs));
  // A canary that is well does get there.
  const sound = watchRuns({ ...ramp, effect: {} }, (_, weight) => weight === 1, runsOf(40));
  expect(sound.share).toBe(1);
});
