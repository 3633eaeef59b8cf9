import { expect, onTestFinished, test } from 'vitest';
import type { DecisionEntry } from '../../lib/controller/record/decision-entry.js';
import type { RolloutStore } from '../../lib/controller/ports/rollout-store.js';
import type { RolloutController } from '../../lib/controller/rollout-controller.js';
import { startRolloutController } from '../../lib/controller/start-rollout-controller.js';
import type { RolloutPlan } from '../../lib/rollout/plan/rollout-plan.js';
import { memoryStore } from '../support/controller/memory-store.js';
import { rolloutWorld, type RolloutWorld } from '../support/controller/rollout-world.js';
import { type FakeClock, fakeClock } from '../support/fake-clock.js';
import { makePlan } from '../support/rollout/make-plan.js';

const timing = { ...makePlan().timing, windowMs: 1000, settleMs: 1000, bakeMs: 5000, watchMs: 10_000 };
const plan = makePlan({ timing, leastRequests: 100 });
const harmful = { canary: 0.1, stable: 0.002 };

test('a sound canary is promoted step by step, watched, and made the stable side', async () => {
  const { controller, clock, world, decisions } = start();
  await until(clock, () => phaseOf(controller) === 'promoted');

  const weights = world.pushes.map(({ weight }) => weight);
  expect(weights[0]).toBe(0);
  // Down only where it leaves the watch's share to the stable side, never below half of what evidence had allowed.
  for (const [index, weight] of weights.entries()) {
    const before = weights[index - 1] ?? 0;
    expect(weight >= before, `${String(before)} then ${String(weight)}`).toBe(true);
    if (before > 0 && index < weights.length - 2) expect(weight).toBeLessThanOrEqual(2 * before);
  }
  expect(weights.at(-1)).toBe(1);
  expect(world.scaled.get('stable')).toBe(0);
  expect(decisions.map(({ code }) => code)).toContain('proven');
  for (const { sentence } of decisions) expect(sentence).not.toBe('');
  expect(world.sent.map(({ code }) => code)).toContain('proven');
});

test('a harmful canary gets nothing any more as soon as harm is proven, and is stopped', async () => {
  const { controller, clock, world, decisions } = start({ bad: harmful });
  await until(clock, () => phaseOf(controller) === 'rolled-back');

  expect(world.pushes.at(-1)?.weight).toBe(0);
  expect(decisions.map(({ code }) => code)).toContain('harm-proven');
  expect(Math.max(...world.pushes.map(({ weight }) => weight))).toBeLessThan(0.3);
  await until(clock, () => world.scaled.get('canary') === 0);
});

test('what was asked for is carried out once, and what cannot be is answered', async () => {
  const { controller, clock, world, decisions, store } = start();
  await until(clock, () => (world.pushes.at(-1)?.weight ?? 0) > 0);
  const abort = { id: 'a', by: 'ann', action: 'abort' } as const;
  expect(await controller.ask('release', abort)).toEqual({ kind: 'asked' });
  expect(await controller.ask('release', abort)).toEqual({ kind: 'asked' });
  await until(clock, () => phaseOf(controller) === 'rolled-back');
  expect(decisions.filter(({ code }) => code === 'aborted')).toHaveLength(1);

  await controller.ask('release', { id: 'b', by: 'bob', action: 'abort' });
  await until(clock, () => decisions.at(-1)?.code === 'command-refused');
  expect(decisions.at(-1)?.sentence).toContain('bob');
  await until(clock, async () => (await store.commands('release')).length === 0);
  expect(await controller.ask('other', abort)).toEqual({ kind: 'unknown-rollout' });
});

test('a rollout that is taken out of the program goes back, also by a controller that never saw it there', async () => {
  const { controller, clock, world, store } = start();
  await until(clock, () => (world.pushes.at(-1)?.weight ?? 0) > 0);
  await controller.stop();
  const next = start({ clock, world, store, plans: [] });
  await until(clock, () => phaseOf(next.controller) === 'rolled-back');
  expect(world.pushes.at(-1)?.weight).toBe(0);
});

test('another revision begins with nothing, after the one before was taken back', async () => {
  const { controller, clock, world, decisions } = start();
  await until(clock, () => (world.pushes.at(-1)?.weight ?? 0) > 0.02);
  controller.setPlans([{ ...plan, revision: 'other' }]);
  await until(clock, () => decisions.at(-1)?.revision === 'other');
  expect(world.pushes.at(-1)?.weight).toBe(0);
  expect(decisions.map(({ code }) => code)).toContain('superseded');
});

test('proxies that have forgotten everything are told again, and only what evidence had allowed', async () => {
  const { clock, world, controller } = start();
  await until(clock, () => (world.pushes.at(-1)?.weight ?? 0) > 0.02);
  const before = world.pushes.at(-1);
  world.forget();
  const count = world.pushes.length;
  await until(clock, () => world.pushes.length > count);
  expect(world.pushes[count]).toEqual(before);
  await until(clock, () => phaseOf(controller) === 'promoted');
});

test('notices that do not arrive are sent again until they do, and hold nothing up', async () => {
  const { controller, clock, world } = start({ bad: harmful });
  world.noticeFault = new Error('no route to host');
  await until(clock, () => phaseOf(controller) === 'rolled-back');
  expect(world.sent).toEqual([]);
  world.noticeFault = undefined;
  await until(clock, () => world.sent.some(({ code }) => code === 'harm-proven'));
  const ids = world.sent.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

interface Begin {
  readonly clock?: FakeClock;
  readonly world?: RolloutWorld;
  readonly store?: RolloutStore;
  readonly plans?: readonly RolloutPlan[];
  readonly bad?: { readonly canary: number; readonly stable: number };
}

interface Begun {
  readonly controller: RolloutController;
  readonly clock: FakeClock;
  readonly world: RolloutWorld;
  readonly store: RolloutStore;
  readonly decisions: DecisionEntry[];
}

function start(begin: Begin = {}): Begun {
  const { clock = fakeClock(), store = memoryStore(), plans = [plan], bad } = begin;
  const world = begin.world ?? rolloutWorld({ clock, ...(bad === undefined ? {} : { bad }) });
  const decisions: DecisionEntry[] = [];
  const controller = startRolloutController({
    ...{ clock, store, plans, traffic: world.traffic, counters: world.counters, workloads: world.workloads },
    notices: [world.notices],
    onDecision: (_name, entry) => decisions.push(entry),
  });
  onTestFinished(controller.stop);
  return { controller, clock, world, store, decisions };
}

function phaseOf(controller: RolloutController): string | undefined {
  return controller.statusOf('release')?.state?.phase;
}

/** Lets time go on until it is so. */
async function until(clock: FakeClock, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let steps = 0; steps < 4000; steps += 1) {
    if (await isSo()) return;
    await clock.advance(250);
  }
  throw new Error('a thousand seconds were not enough');
}
