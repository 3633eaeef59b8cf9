import { expect, test } from 'vitest';
import { processWorkloads } from '../../../lib/local-runtime/rollouts/process-workloads.js';
import { fakeClock } from '../../support/fake-clock.js';
import { makePlan } from '../../support/rollout/make-plan.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';

const ir = reviewsRollout();
const plan = makePlan({
  name: 'reviews-v2',
  subject: { kind: 'versions', services: [{ service: 'reviews', stable: 'v1', canary: 'v2' }] },
});
const stop = { side: 'canary', capacity: 0 } as const;
const start = { side: 'canary', capacity: 1 } as const;

function workloads(running: readonly string[]) {
  const changes: string[] = [];
  const clock = fakeClock();
  const made = processWorkloads({
    isRunning: (instance) => running.includes(instance),
    onChange: () => changes.push('changed'),
    clock,
  });
  return { ...made, changes, clock };
}

test('each version is one process that is wanted, and ready where it runs', async () => {
  const { observe } = workloads(['reviews/v1']);
  expect(await observe(plan)).toEqual({
    stable: { kind: 'known', ready: 1, desired: 1 },
    canary: { kind: 'known', ready: 0, desired: 1 },
  });
});

test('a side that is not needed is stopped, and started again when it is', async () => {
  const { scale, observe, isStopped, changes } = workloads(['reviews/v1', 'reviews/v2']);
  await scale(plan, stop);
  await scale(plan, stop);
  expect(isStopped('reviews/v2')).toBe(true);
  // It may still be on its way out: it is not counted on any more.
  expect(await observe(plan)).toMatchObject({ canary: { ready: 0, desired: 0 }, stable: { ready: 1, desired: 1 } });
  await scale(plan, start);
  expect(isStopped('reviews/v2')).toBe(false);
  expect(changes).toHaveLength(2);
});

test('of a release the service that is least ready counts', async () => {
  const services = ['reviews', 'ratings'].map((service) => ({ service, stable: 'v1', canary: 'v2' }));
  const { observe } = workloads(['reviews/v1', 'ratings/v1', 'reviews/v2']);
  expect(await observe(makePlan({ subject: { kind: 'versions', services } }))).toMatchObject({
    stable: { ready: 1 },
    canary: { ready: 0 },
  });
});

test('says why what is wanted does not run, and of what runs nothing', async () => {
  const { observe, setFailure } = workloads(['reviews/v1']);
  setFailure('it ended with code 1');
  expect(await observe(plan)).toEqual({
    stable: { kind: 'known', ready: 1, desired: 1 },
    canary: { kind: 'known', ready: 0, desired: 1, failure: 'it ended with code 1' },
  });
});

test('what was stopped stays so while its service has a rollout, and runs when the program has none of it any more', async () => {
  const { scale, follow, isStopped } = workloads([]);
  await scale(plan, stop);
  follow(ir);
  expect(isStopped('reviews/v2')).toBe(true);
  follow({ ...ir, rollouts: [] });
  expect(isStopped('reviews/v2')).toBe(false);
});

test('a canary that ends by itself is told, and started again after a while', async () => {
  const { crashed, follow, observe, isStopped, clock, changes } = workloads(['reviews/v1', 'reviews/v2']);
  follow(ir);
  expect(crashed('reviews/v2', 'it stopped with exit code 7')).toBe(true);
  expect(isStopped('reviews/v2')).toBe(true);
  expect(await observe(plan)).toMatchObject({
    canary: { ready: 0, desired: 1, failure: 'it stopped with exit code 7' },
    stable: { ready: 1 },
  });
  await clock.advance(10_000);
  expect(isStopped('reviews/v2')).toBe(false);
  expect(changes).toHaveLength(2);
});

test('nothing stands for a stable version that ends, nor for a canary whose stable side was stopped', async () => {
  const { crashed, follow, scale } = workloads(['reviews/v1', 'reviews/v2']);
  follow(ir);
  expect(crashed('reviews/v1', 'it stopped')).toBe(false);
  await scale(plan, { side: 'stable', capacity: 0 });
  expect(crashed('reviews/v2', 'it stopped')).toBe(false);
});
