import { expect, test } from 'vitest';
import type { RolloutPlan } from '../../../../lib/rollout/plan/rollout-plan.js';
import { examplePlan } from '../support/example-plan.js';
import { type Run, startRun } from '../support/run.js';

function under(run: Run): Run {
  run.until('shifting', { window: 'good' });
  run.turn({ window: 'good' });
  run.until('shifting', { window: 'good' });
  return run;
}

function wants(run: Run, plan: RolloutPlan): void {
  run.plan = plan;
  run.world = {
    ...run.world,
    wanted: { kind: 'canary', revision: plan.revision, procedure: plan.procedure },
  };
}

test('AC-1: a new revision under way begins only when every proxy has accepted that nothing comes to the old one, and with no evidence', () => {
  const run = under(startRun(examplePlan()));
  wants(run, examplePlan({ revision: 'v3' }));
  const { state } = run.turn({ accept: false });
  expect(state).toMatchObject({ phase: 'returning', weight: 0, reason: { code: 'superseded' } });
  expect(run.turn({ accept: false }).state.plan.revision).toBe('v2');
  run.until('rolled-back');
  const begun = run.turn();
  expect(begun.state).toMatchObject({ phase: 'preparing', weight: 0, attempt: 1, plan: { revision: 'v3' } });
  expect(begun.state.evidence.canaryRequests).toBe(0);
  expect(begun.state.epoch).toBeGreaterThan(state.epoch);
  run.until('promoted', { window: 'good' });
  expect(run.world.adopted).toBe('v3');
});

test('AC-2: a program that goes back to stable is followed at once, without another look at windows, to exactly one end', () => {
  const run = under(startRun(examplePlan()));
  run.world = { ...run.world, wanted: { kind: 'stable' } };
  const before = run.state.evidence;
  expect(run.turn({ accept: false }).effects).toContainEqual({
    ...{ kind: 'push-weight', epoch: 4, weight: 0, mirror: 0 },
    audience: 'everybody',
  });
  run.until('rolled-back', { window: 'good' });
  for (let count = 0; count < 5; count += 1) run.turn({ window: 'good' });
  expect(run.state.evidence).toEqual(before);
  expect(run.notices()).toEqual(['began', 'withdrawn', 'rolled-back']);
});

test('AC-3: an edited procedure counts for the next rollout, and for this one only when somebody amends it', () => {
  const run = under(startRun(examplePlan()));
  wants(run, examplePlan({ procedure: 'p2', strategy: { kind: 'paced', first: 0.01, most: 0.1 } }));
  run.turn({ window: 'good' });
  expect(run.state.plan.procedure).toBe('p1');
  expect(run.turn({ commands: ['amend'] }).reason?.sentence).toBe('ada amended it to procedure p2');
  run.until('promoting', { window: 'good' });
  expect(Math.max(...run.weights().slice(0, -1))).toBe(0.1);
});

test('AC-3: what asks for something else cannot be amended under way, and says so', () => {
  const run = under(startRun(examplePlan()));
  wants(run, examplePlan({ procedure: 'p2', strategy: { kind: 'blue-green' } }));
  expect(run.turn({ commands: ['amend'] }).reason).toEqual({
    code: 'command-refused',
    sentence: 'ada asked to amend, which cannot be done: a strategy of kind paced cannot become blue-green under way',
  });
});

test('AC-13: promotion copies nothing: the canary becomes the stable side by name, and the old one stops only then', () => {
  const run = startRun(examplePlan());
  run.until('watching', { window: 'good' });
  expect(run.world).toMatchObject({ asked: { canary: 1, stable: 1 } });
  expect(run.world.adopted).toBeUndefined();
  const { effects } = run.until('promoted', { window: 'good' });
  expect(effects.map(({ kind }) => kind)).toEqual(['adopt-canary', 'scale', 'notify']);
  expect(run.world).toMatchObject({ adopted: 'v2', asked: { canary: 1, stable: 0 } });
});

test('AC-15: a rollout that is taken out of the program drains to the stable side, accepted by all, before its canary is stopped', () => {
  const run = under(startRun(examplePlan()));
  run.world = { ...run.world, wanted: { kind: 'stable' } };
  run.turn({ accept: false });
  run.turn({ accept: false });
  expect(run.world.asked.canary).toBe(1);
  run.until('rolled-back');
  expect(run.world).toMatchObject({ asked: { canary: 0, stable: 1 }, pushed: { weight: 0 } });
});

test('AC-20: versions that move together have one weight and one number, and go back together', () => {
  const services = ['cart', 'checkout'].map((service) => ({ service, stable: 'v1', canary: 'v2' }));
  const run = under(startRun(examplePlan({ name: 'summer', subject: { kind: 'versions', services } })));
  run.until('returning', { window: 'bad' });
  expect(run.state.reason.sentence).toMatch(/^summer answers 2.6 % with errors, the stable side 0.2 %/);
  expect(new Set(run.effects.flatMap((effect) => (effect.kind === 'push-weight' ? [effect.epoch] : []))).size).toBe(
    run.weights().length,
  );
});

test.each([
  { name: 'bad to bad', kinds: ['bad', 'bad'], ends: ['rolled-back', 'rolled-back'] },
  { name: 'bad to good', kinds: ['bad', 'good'], ends: ['rolled-back', 'promoted'] },
  { name: 'good to bad', kinds: ['good', 'bad'], ends: ['promoted', 'rolled-back'] },
] as const)('AC-24: $name: each revision is judged by its own windows', ({ kinds, ends }) => {
  const run = startRun(examplePlan());
  run.until(ends[0], { window: kinds[0] });
  wants(run, examplePlan({ revision: 'v3', subject: next }));
  run.turn();
  expect(run.state).toMatchObject({ plan: { revision: 'v3' }, phase: 'preparing' });
  run.until(ends[1], { window: kinds[1] });
  expect(run.world.adopted).toBe(kinds[1] === 'good' ? 'v3' : kinds[0] === 'good' ? 'v2' : undefined);
});

const next = { kind: 'versions', services: [{ service: 'checkout', stable: 'v1', canary: 'v3' }] } as const;

test('AC-25: a new revision that comes together with other numbers of instances goes its way', () => {
  const run = under(startRun(examplePlan()));
  wants(run, examplePlan({ revision: 'v3' }));
  run.world = { ...run.world, ready: { canary: 0, stable: 0.9 } };
  run.turn();
  expect(run.state).toMatchObject({ phase: 'returning', weight: 0 });
  run.world = { ...run.world, ready: { canary: 0.5, stable: 1 } };
  run.until('measuring', { window: 'good' });
  expect(run.state.plan.revision).toBe('v3');
});

test('a revision that the program takes for its stable side already is promoted without the rest of its watch', () => {
  const run = startRun(examplePlan({ timing: { watchMs: 100_000 } }));
  run.until('watching', { window: 'good' });
  const services = [{ service: 'checkout', stable: 'v2', canary: 'v3' }];
  wants(run, examplePlan({ revision: 'v3', subject: { kind: 'versions', services } }));
  run.until('promoted', { window: 'good' });
  expect(run.turn().state.plan.revision).toBe('v3');
});

test('the same revision, wanted again after the program had left it, is another attempt', () => {
  const run = under(startRun(examplePlan()));
  run.world = { ...run.world, wanted: { kind: 'stable' } };
  run.until('rolled-back');
  wants(run, examplePlan());
  expect(run.turn().state).toMatchObject({ phase: 'preparing', attempt: 2 });
});
