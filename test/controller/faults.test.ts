import { expect, test } from 'vitest';
import { steadyClock } from '../../lib/controller/steady-clock.js';
import type { RolloutPorts } from '../../lib/controller/rollout-ports.js';
import { memoryStore, type MemoryStore } from '../support/controller/memory-store.js';
import { type Death, mortalPorts } from '../support/controller/mortal-ports.js';
import { rolloutWorld, type RolloutWorld } from '../support/controller/rollout-world.js';
import { quickPlan, runController, until } from '../support/controller/run-controller.js';
import { type FakeClock, fakeClock } from '../support/fake-clock.js';

const harmful = { canary: 0.1, stable: 0.002 };
const ends = [
  { what: 'a sound canary is promoted', bad: { canary: 0.002, stable: 0.002 }, end: 'promoted' },
  { what: 'a harmful canary is rolled back', bad: harmful, end: 'rolled-back' },
] as const;

test.each(ends)(
  '$what all the same when the controller is killed at any of its acts, before or after it',
  { timeout: 240_000 },
  async ({ bad, end }) => {
    const whole = await live(bad, end);
    expect(whole.acts).toBeGreaterThan(10);
    for (let act = 1; act <= whole.acts; act += 1) {
      for (const isDone of [false, true]) {
        const { world, isDead, wereStored } = await live(bad, end, { act, isDone });
        expect(isDead).toBe(true);
        expect(wereStored, `killed at act ${String(act)}`).toEqual(world.pushes.map(() => true));
        expect(world.pushes.at(-1)?.weight).toBe(end === 'promoted' ? 1 : 0);
        if (end === 'rolled-back') expect(highest(world)).toBeLessThan(0.3);
      }
    }
  },
);

test('two controllers at once decide as one: numbers rise, each stands for one weight, and the end is the same', async () => {
  for (const { bad, end } of ends) {
    const { clock, world, store } = begin(bad);
    const ports = { ...world.ports, store };
    const both = [runController(ports), runController(ports)];
    await until(clock, () => both.every(({ phase }) => phase() === end));
    const byEpoch = new Map(world.pushes.map((push) => [push.epoch, push]));
    expect(byEpoch.size).toBe(world.pushes.length);
    expect(world.pushes.map(({ epoch }) => epoch)).toEqual([...byEpoch.keys()].sort((a, b) => a - b));
    for (const { controller } of both) await controller.stop();
  }
});

test('without its store a controller raises no weight, takes the harm away all the same, and writes it down later', async () => {
  const { clock, world, store, bad } = begin({ canary: 0.002, stable: 0.002 });
  const { phase, controller } = runController({ ...world.ports, store });
  await until(clock, () => (world.pushes.at(-1)?.weight ?? 0) > 0.05);
  store.fault = new Error('the disk is gone');
  const count = world.pushes.length;
  await clock.advance(60_000);
  expect(world.pushes.length).toBe(count);
  expect(controller.statusOf('release')?.problem).toContain('the disk is gone');

  bad.canary = 0.5;
  await until(clock, () => world.pushes.at(-1)?.weight === 0);
  store.fault = undefined;
  const written = async (): Promise<unknown> => (await store.load('release'))?.record;
  await until(clock, async () => JSON.stringify(await written()).includes('"phase":"rolled-back"'));
  expect(phase()).toBe('rolled-back');
  expect(await written()).toMatchObject({ state: { reason: { code: 'harm-proven' } } });
});

test('a save that fails and was carried out all the same is found again, and decided once', async () => {
  const { clock, world, store } = begin({ canary: 0.002, stable: 0.002 });
  const { phase, decisions } = runController({ ...world.ports, store });
  store.savesDespiteFault = true;
  for (let round = 0; round < 20; round += 1) {
    store.fault = new Error('no answer in time');
    await clock.advance(1000);
    store.fault = undefined;
    await clock.advance(3000);
  }
  await until(clock, () => phase() === 'promoted');
  const numbers = decisions.map(({ number }) => number);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
});

test.each([
  ['does not answer', () => Promise.resolve({ kind: 'lost', reason: 'no answer in 2 s' } as const)],
  ['answers with nothing at all', (at: number) => read(at, [])],
  ['answers with what cannot be counters', (at: number) => read(at, [nonsense('canary'), nonsense('stable')])],
])(
  'a provider that %s promotes nothing and proves no harm: weights stand, sink, and it is rolled back as blind or unproven',
  async (_what, answer) => {
    const { clock, world, store } = begin({ canary: 0.002, stable: 0.002 });
    const { phase, decisions } = runController({ ...world.ports, store });
    await until(clock, () => (world.pushes.at(-1)?.weight ?? 0) > 0.05);
    const before = world.pushes.at(-1)?.weight ?? 0;
    world.counterFault = () => answer(clock.now());
    await clock.advance(200_000);
    const after = world.pushes.at(-1)?.weight ?? 0;
    expect(after).toBeLessThanOrEqual(before);
    expect(['promoting', 'watching', 'promoted']).not.toContain(phase());
    expect(decisions.map(({ code }) => code)).not.toContain('harm-proven');
  },
);

test('a service that nobody calls is idle and not blind: its rollout waits', async () => {
  const { clock, world, store } = begin({ canary: 0.002, stable: 0.002 });
  const { phase, decisions } = runController({ ...world.ports, store });
  await until(clock, () => (world.pushes.at(-1)?.weight ?? 0) > 0);
  world.callers = 0;
  world.counterFault = () => Promise.resolve({ kind: 'lost', reason: 'no proxy knows the service' });
  await clock.advance(quickPlan.timing.mostBlindMs + 60_000);
  expect(decisions.map(({ code }) => code)).not.toContain('blind');
  world.callers = 3;
  world.counterFault = undefined;
  await until(clock, () => phase() === 'promoted');
});

test('clocks that jump neither promote nor roll back', async () => {
  for (const jump of [86_400_000, -86_400_000]) {
    const { clock, world, store } = begin({ canary: 0.002, stable: 0.002 });
    const { phase, decisions } = runController({ ...world.ports, store });
    for (let round = 0; round < 5; round += 1) {
      await until(clock, () => (world.pushes.at(-1)?.weight ?? 0) > 0);
      clock.jump(jump);
      await clock.advance(500);
      expect(['promoted', 'rolled-back']).not.toContain(phase());
    }
    await until(clock, () => phase() === 'promoted');
    expect(decisions.filter(({ code }) => code === 'promoted-by-command' || code === 'out-of-time')).toEqual([]);
  }
});

test('a record of another version, or that is none, is left alone, and so is the mesh', async () => {
  for (const [record, reason] of [
    [{ recordVersion: 9 }, 'version 9'],
    ['nonsense', 'no record'],
    [{ recordVersion: 1 }, 'no record'],
  ] as const) {
    const { clock, world, store } = begin(harmful);
    const { controller } = runController({
      ...world.ports,
      store: { ...store, load: () => Promise.resolve({ version: '1', record }) },
    });
    await clock.advance(10_000);
    expect(world.pushes).toEqual([]);
    expect(store.writings()).toBe(0);
    expect(controller.statusOf('release')?.problem).toContain(reason);
  }
});

interface Beginning {
  readonly clock: FakeClock;
  readonly world: RolloutWorld;
  readonly store: MemoryStore;
  readonly bad: { canary: number; stable: number };
}

function begin(shares: { readonly canary: number; readonly stable: number }): Beginning {
  const clock = fakeClock();
  const bad = { ...shares };
  return { clock, bad, world: rolloutWorld({ clock: steadyClock(clock), bad }), store: memoryStore() };
}

interface Lived {
  readonly acts: number;
  readonly isDead: boolean;
  readonly world: RolloutWorld;
  /** Of each push: whether a record said so before. */
  readonly wereStored: readonly boolean[];
}

/** Runs a rollout to its end; the controller that is killed is followed by another one. */
async function live(
  shares: { readonly canary: number; readonly stable: number },
  end: string,
  death?: Death,
): Promise<Lived> {
  const { clock, world, store } = begin(shares);
  const wereStored: boolean[] = [];
  const { traffic } = world.ports;
  const watched: RolloutPorts['traffic'] = {
    ...traffic,
    push: async (plan, share) => {
      const stored = (await store.load('release'))?.record as
        { readonly state: { readonly epoch: number } } | undefined;
      const count = world.pushes.length;
      const outcome = await traffic.push(plan, share);
      if (world.pushes.length > count) wereStored.push((stored?.state.epoch ?? -1) >= share.epoch);
      return outcome;
    },
  };
  const { ports, isDead, acts } = mortalPorts({ ...world.ports, traffic: watched, store }, death);
  let running = runController(ports);
  let isSecond = false;
  await until(clock, () => {
    if (isDead() && !isSecond) {
      isSecond = true;
      running = runController({ ...world.ports, traffic: watched, store });
    }
    const isStopped = world.scaled.get(end === 'promoted' ? 'stable' : 'canary') === 0;
    return running.phase() === end && isStopped && (death === undefined || isDead());
  });
  await running.controller.stop();
  return { acts: acts(), isDead: isDead(), world, wereStored };
}

function highest({ pushes }: RolloutWorld): number {
  return Math.max(...pushes.map(({ weight }) => weight));
}

function read(atMs: number, series: readonly ReturnType<typeof nonsense>[]) {
  return Promise.resolve({ kind: 'read', snapshot: { atMs, series } } as const);
}

function nonsense(side: 'canary' | 'stable') {
  return { series: side, pod: side, side, requests: Number.NaN, counts: { errors: { total: -1, bad: 0.5 } } } as const;
}
