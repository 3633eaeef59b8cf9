import { expect, test } from 'vitest';
import { decide } from '../../../../lib/rollout/decide/decide.js';
import { examplePlan } from '../support/example-plan.js';
import { type Run, startRun } from '../support/run.js';
import { newWorld, observe } from '../support/world.js';

function atSixteen(run: Run): Run {
  while (run.state.weight < 0.16 || run.state.phase !== 'measuring') {
    run.turn(run.state.phase === 'shifting' ? {} : { window: 'good' });
  }
  return run;
}

function ready(run: Run, share: Partial<Run['world']['ready']>): void {
  run.world = { ...run.world, ready: { ...run.world.ready, ...share } };
}

test('AC-10: a canary that is never ready gets nothing, and goes back in time with what is known of it', () => {
  const run = startRun(examplePlan(), { ...newWorld, ready: { canary: 0, stable: 1 } });
  const { reason } = run.until('returning');
  expect(reason).toEqual({
    code: 'not-ready',
    sentence: 'checkout/v2 was not ready within 9 s: 0 of 10 ready',
  });
  run.until('rolled-back');
  expect(run.weights()).toEqual([0]);
  expect(run.world.asked.canary).toBe(0);
});

test('AC-10: what is not known is neither ready nor gone', () => {
  const run = atSixteen(startRun(examplePlan()));
  ready(run, { canary: 'unknown', stable: 'unknown' });
  for (let count = 0; count < 5; count += 1) run.turn({ window: 'good' });
  expect(run.state).toMatchObject({ phase: 'measuring', weight: 0.16 });
  const other = startRun(examplePlan(), { ...newWorld, ready: { canary: 'unknown', stable: 1 } });
  expect(other.until('returning').reason?.sentence).toMatch(/not known how many are ready$/);
});

test('AC-11: a canary that fails under way gets nothing, is waited for, and climbs again from its first weight', () => {
  const run = atSixteen(startRun(examplePlan()));
  ready(run, { canary: 0 });
  expect(run.turn().state).toMatchObject({ phase: 'preparing', weight: 0, reason: { code: 'canary-gone' } });
  ready(run, { canary: 1 });
  run.until('shifting');
  expect(run.state.weight).toBe(0.01);
  run.until('promoted', { window: 'good' });
});

test('AC-11: a canary of which a part fails gets what the rest can answer', () => {
  const run = startRun(examplePlan());
  while (run.state.weight < 0.5 || run.state.phase !== 'measuring') run.turn({ window: 'good' });
  ready(run, { canary: 0.2 });
  expect(run.turn().state).toMatchObject({ phase: 'shifting', weight: 0.2, reason: { code: 'too-little-room' } });
});

test('AC-12: a stable side that is worse off than the canary is not sent what it has no room for, and a person still has the last word', () => {
  const run = startRun(examplePlan());
  run.until('watching', { window: 'good' });
  ready(run, { stable: 0.1 });
  run.until('returning', { window: 'bad' });
  expect(run.world).toMatchObject({ pushed: { weight: 0.9 } });
  expect(run.turn({ commands: ['abort'] }).state).toMatchObject({ phase: 'returning', weight: 0 });
});

test('AC-14: a way back from a weight that is 0 already ends, and so does one that nobody accepts', () => {
  const run = startRun(examplePlan());
  run.turn();
  run.world = { ...run.world, wanted: { kind: 'stable' } };
  run.until('rolled-back');
  const other = atSixteen(startRun(examplePlan()));
  other.turn({ commands: ['abort'], accept: false });
  const { reason } = other.until('rolled-back', { accept: false });
  expect(reason?.sentence).toBe(
    'rolled back: ada aborted checkout/v2; 1 of 3 proxies accepted weight number 7, so the canary is kept running',
  );
  expect(other.world.asked.canary).toBe(1);
  other.turn();
  expect(other.world.asked.canary).toBe(0);
});

test('AC-19: a way back asks the stable side for room first, and sends back no more than it has room for', () => {
  const run = startRun(examplePlan());
  run.until('watching', { window: 'good' });
  ready(run, { stable: 0.3 });
  const { effects } = run.until('returning', { window: 'bad' });
  expect(effects.slice(0, 2)).toMatchObject([
    { kind: 'scale', side: 'stable', capacity: 1 },
    { kind: 'push-weight', weight: 0.7 },
  ]);
  ready(run, { stable: 0.8 });
  run.turn();
  expect(run.state.weight).toBeCloseTo(0.2);
  ready(run, { stable: 1 });
  expect(run.turn().state.weight).toBe(0);
});

test('AC-19: a stable side that gets no room in time is gone back to anyway', () => {
  const run = startRun(examplePlan());
  run.until('watching', { window: 'good' });
  ready(run, { stable: 0.3 });
  run.until('returning', { window: 'bad' });
  for (let count = 0; count < 5; count += 1) run.turn();
  expect(run.state.weight).toBeCloseTo(0.7);
  expect(run.turn().state.weight).toBe(0);
});

test('AC-5, AC-16: who has an old copy of the state asks for nothing by it: numbers only rise, and undecided weights begin at nothing', () => {
  const run = startRun(examplePlan());
  run.until('shifting', { window: 'good' });
  const old = run.state;
  run.until('promoting', { window: 'good' });
  const { state, effects } = decide(run.plan, old, observe(run.world), run.now);
  expect(state).toMatchObject({ phase: 'preparing', weight: 0 });
  expect(state.epoch).toBeGreaterThan(run.state.epoch);
  expect(effects[0]).toMatchObject({ kind: 'push-weight', weight: 0, epoch: state.epoch });
});

test('AC-16: an observation that is handed over twice is decided upon once: the store refuses the second, and it was the same', () => {
  const run = atSixteen(startRun(examplePlan()));
  const observation = observe(run.world, { commands: [{ id: 'x', by: 'ada', action: 'pause' }] });
  const first = decide(run.plan, run.state, observation, run.now);
  expect(decide(run.plan, run.state, observation, run.now)).toEqual(first);
  expect(decide(run.plan, first.state, observation, run.now)).toEqual({ state: first.state, effects: [] });
});

test('AC-17: a weight that proxies have forgotten is asked for again by the same number; nobody else holds it', () => {
  const run = atSixteen(startRun(examplePlan()));
  const { pushed, ...world } = run.world;
  run.world = { ...world, proxies: 'unknown' };
  expect(run.turn().effects).toContainEqual(pushed);
});
