import { expect, test } from 'vitest';
import type { RolloutStore } from '../../lib/controller/ports/rollout-store.js';
import type { RolloutPlan } from '../../lib/rollout/plan/rollout-plan.js';
import { memoryStore } from '../support/controller/memory-store.js';
import { rolloutWorld, type RolloutWorld } from '../support/controller/rollout-world.js';
import { quickPlan, runController, type RunningController, until } from '../support/controller/run-controller.js';
import { type FakeClock, fakeClock } from '../support/fake-clock.js';

const harmful = { canary: 0.1, stable: 0.002 };

test('a sound canary is promoted step by step, watched, and made the stable side', async () => {
  const { phase, clock, world, decisions } = start();
  await until(clock, () => phase() === 'promoted');

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
  const { phase, clock, world, decisions } = start({ bad: harmful });
  await until(clock, () => phase() === 'rolled-back');

  expect(world.pushes.at(-1)?.weight).toBe(0);
  expect(decisions.map(({ code }) => code)).toContain('harm-proven');
  expect(Math.max(...world.pushes.map(({ weight }) => weight))).toBeLessThan(0.3);
  await until(clock, () => world.scaled.get('canary') === 0);
});

test('what was asked for is carried out once, and what cannot be is answered', async () => {
  const { phase, controller, clock, world, decisions, store } = start();
  await until(clock, () => (world.pushes.at(-1)?.weight ?? 0) > 0);
  const abort = { id: 'a', by: 'ann', action: 'abort' } as const;
  expect(await controller.ask('release', abort)).toEqual({ kind: 'asked' });
  expect(await controller.ask('release', abort)).toEqual({ kind: 'asked' });
  await until(clock, () => phase() === 'rolled-back');
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
  await until(clock, () => next.phase() === 'rolled-back');
  expect(world.pushes.at(-1)?.weight).toBe(0);
});

test('capacity that was asked for and lost with who asked is asked for again by the next controller', async () => {
  const { controller, clock, world, store } = start();
  await until(clock, () => (world.pushes.at(-1)?.weight ?? 0) > 0);
  await controller.stop();
  const asked: string[] = [];
  const { workloads } = world.ports;
  const heard = {
    ...workloads,
    scale: (...[plan, wanted]: Parameters<typeof workloads.scale>) => {
      asked.push(`${wanted.side} ${String(wanted.capacity)}`);
      return workloads.scale(plan, wanted);
    },
  };
  runController({ ...world.ports, workloads: heard, store });
  await until(clock, () => asked.length >= 2);
  expect(asked.slice(0, 2)).toEqual(['stable 1', expect.stringMatching(/^canary (1|0\.\d+)$/)]);
});

test('another revision begins with nothing, after the one before was taken back', async () => {
  const { controller, clock, world, decisions } = start();
  await until(clock, () => (world.pushes.at(-1)?.weight ?? 0) > 0.02);
  controller.setPlans([{ ...quickPlan, revision: 'other' }]);
  await until(clock, () => decisions.at(-1)?.revision === 'other');
  expect(world.pushes.at(-1)?.weight).toBe(0);
  expect(decisions.map(({ code }) => code)).toContain('superseded');
});

test('proxies that have forgotten everything are told again, and only what evidence had allowed', async () => {
  const { phase, clock, world } = start();
  await until(clock, () => (world.pushes.at(-1)?.weight ?? 0) > 0.02);
  const before = world.pushes.at(-1);
  world.forget();
  const count = world.pushes.length;
  await until(clock, () => world.pushes.length > count);
  expect(world.pushes[count]).toEqual(before);
  await until(clock, () => phase() === 'promoted');
});

test('notices that do not arrive are sent again until they do, and hold nothing up', async () => {
  const { phase, clock, world } = start({ bad: harmful });
  world.noticeFault = new Error('no route to host');
  await until(clock, () => phase() === 'rolled-back');
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

interface Begun extends RunningController {
  readonly clock: FakeClock;
  readonly world: RolloutWorld;
  readonly store: RolloutStore;
}

function start(begin: Begin = {}): Begun {
  const { clock = fakeClock(), store = memoryStore(), plans, bad } = begin;
  const world = begin.world ?? rolloutWorld({ clock, ...(bad === undefined ? {} : { bad }) });
  return { ...runController({ ...world.ports, store }, plans), clock, world, store };
}
