import { expect, test } from 'vitest';
import { decide } from '../../../../lib/rollout/decide/decide.js';
import type { RolloutState } from '../../../../lib/rollout/decide/rollout-state.js';
import type { RolloutAction } from '../../../../lib/rollout/observation/rollout-command.js';
import { examplePlan } from '../support/example-plan.js';
import { noon, type Run, startRun } from '../support/run.js';
import { observe, perform } from '../support/world.js';
import { windowOf } from '../support/window.js';

function atSixteen(run: Run): Run {
  while (run.state.weight < 0.16 || run.state.phase !== 'measuring') {
    run.turn(run.state.phase === 'shifting' ? {} : { window: 'good' });
  }
  return run;
}

/** Each decision goes through JSON; at one of them the effects are lost with the one who was to carry them out. */
function killedAt(turn: number): { phases: string[]; most: number; state: RolloutState } {
  const run = startRun(examplePlan());
  const phases: string[] = [];
  let most = 0;
  for (let count = 0; count < 60 && run.state.phase !== 'promoted'; count += 1) {
    run.now += 1_000;
    run.world = run.world.proxies === 'pending' ? { ...run.world, proxies: 'accepted' } : run.world;
    const { epoch, weight } = run.state;
    const isHeld = weight > 0 && run.world.pushed?.epoch === epoch;
    const windows = isHeld ? [windowOf('good', { epoch, weight, fromMs: run.now - 1_000 })] : [];
    const decision = decide(run.plan, run.state, observe(run.world, { windows }), run.now);
    if (count !== turn) run.world = perform(run.world, decision.effects);
    run.state = JSON.parse(JSON.stringify(decision.state)) as RolloutState;
    most = Math.max(most, (run.world.pushed?.weight ?? 0) / Math.max(run.state.allowedWeight, 0.01));
    if (phases.at(-1) !== run.state.phase) phases.push(run.state.phase);
  }
  return { phases, most, state: run.state };
}

test('AC-4: a controller that is killed between any decision and its effects decides the same afterwards, and no weight passes what evidence allowed', () => {
  const whole = killedAt(-1);
  expect(whole.state.phase).toBe('promoted');
  for (let turn = 0; turn < 40; turn += 1) {
    const killed = killedAt(turn);
    expect(killed.most).toBeLessThanOrEqual(1);
    expect(killed.phases.filter((phase) => phase === 'returning' || phase === 'rolled-back')).toEqual([]);
    expect(killed.state).toMatchObject({ phase: 'promoted', weight: 1, epoch: whole.state.epoch });
  }
});

const others: readonly RolloutAction[] = ['approve', 'promote', 'pause', 'resume', 'retry', 'amend'];

test.each(others)('AC-22: abort wins over %s, whichever was asked first', (action) => {
  for (const commands of [['abort', action] as const, [action, 'abort'] as const]) {
    const run = atSixteen(startRun(examplePlan()));
    const { state, effects } = run.turn({ commands });
    expect(state).toMatchObject({ phase: 'returning', weight: 0, reason: { code: 'aborted' } });
    expect(effects[0]).toMatchObject({ kind: 'push-weight', weight: 0 });
    expect(run.until('rolled-back').state.promotionAskedBy).toBeUndefined();
  }
});

test('AC-22: abort wins over a promotion that was asked for and waits', () => {
  const run = atSixteen(startRun(examplePlan()));
  run.world = { ...run.world, ready: { canary: 'unknown', stable: 1 } };
  run.turn({ commands: ['promote'] });
  run.turn();
  run.turn({ commands: ['abort'] });
  run.until('rolled-back');
  expect(Math.max(...run.weights())).toBe(0.16);
});

test('AC-23: another attempt of the same revision keeps what was found of it', () => {
  const run = atSixteen(startRun(examplePlan()));
  run.turn({ commands: ['abort'] });
  run.until('rolled-back');
  const found = run.state.evidence.canaryRequests;
  const { state } = run.turn({ commands: ['retry'] });
  expect(state).toMatchObject({ phase: 'preparing', attempt: 2, weight: 0, evidence: { canaryRequests: found } });
  run.until('promoted', { window: 'good' });
});

test('AC-23: harm that was proven stays proven: another attempt goes back with its first requests', () => {
  const run = startRun(examplePlan());
  run.until('rolled-back', { window: 'bad' });
  run.turn({ commands: ['retry'] });
  run.until('shifting', { window: 'good' });
  expect(run.turn({ window: 'good' }).reason?.code).toBe('harm-proven');
});

test('AC-26: what is held goes on with new time when somebody says so, and is promoted by proof then', () => {
  const run = startRun(examplePlan());
  run.until('held', { window: 'thin' });
  run.turn({ commands: ['resume'] });
  expect(run.state.budgetMs).toBe(0);
  run.until('promoted', { window: 'good' });
  expect(run.decisions.map(({ reason }) => reason?.code)).toContain('proven');
});

test('a promotion without proof says so, waits for acceptance, and still is watched', () => {
  const run = startRun(examplePlan());
  run.until('measuring');
  run.turn({ commands: ['promote'] });
  const { reason } = run.until('promoting');
  expect(reason?.sentence).toMatch(
    /^ada promotes checkout\/v2 without proof \(errors: nothing is proven.*\): checkout\/v2 gets 98 % of requests$/,
  );
  run.until('returning', { window: 'bad' });
});

test('a command is carried out once, however often it is handed over', () => {
  const run = atSixteen(startRun(examplePlan()));
  const pause = { id: 'p', by: 'ada', action: 'pause' } as const;
  const first = decide(run.plan, run.state, observe(run.world, { commands: [pause, pause] }), run.now);
  expect(first.state.phase).toBe('paused');
  const resumed = decide(
    run.plan,
    first.state,
    observe(run.world, { commands: [pause, { id: 'r', by: 'ada', action: 'resume' }, pause] }),
    run.now,
  );
  expect(resumed.state.phase).toBe('shifting');
});

test('nothing rises while it is paused, and harm still takes it back', () => {
  const run = atSixteen(startRun(examplePlan()));
  run.turn({ commands: ['pause'] });
  for (let count = 0; count < 20; count += 1) run.turn({ window: 'good' });
  expect(run.state).toMatchObject({ phase: 'paused', weight: 0.16 });
  expect(run.turn({ window: 'bad' }).reason?.code).toBe('harm-proven');
});

test('a gate that nobody opens gives up what has not begun', () => {
  const run = startRun(examplePlan({ gates: { beforeStart: true, beforePromotion: false } }));
  run.until('rolled-back');
  expect(run.state.reason.sentence).toBe('checkout/v2 is given up: nobody said yes to its beginning in 48 s');
  expect(run.weights()).toEqual([0]);
});

test('what is proven waits for the yes that the plan asks for', () => {
  const run = startRun(examplePlan({ gates: { beforeStart: false, beforePromotion: true } }));
  run.until('approving', { window: 'good' });
  run.turn({ window: 'good' });
  expect(run.state.weight).toBe(0.5);
  run.turn({ commands: ['approve'] });
  run.until('promoted', { window: 'good' });
});

test('without criteria only somebody promotes', () => {
  const run = startRun(examplePlan({ criteria: [], whenUndecided: 'promote' }));
  run.until('approving', { window: 'good' });
  run.until('held', { window: 'good' });
  run.turn({ commands: ['promote'] });
  expect(run.until('promoted', { window: 'good' }).state.openGates).toEqual([]);
});

test('a clock that jumps, back or ahead, moves no time by more than one step', () => {
  const run = atSixteen(startRun(examplePlan({ timing: { budgetMs: 600_000 } })));
  const { budgetMs } = run.state;
  run.turn({ ms: 30 * 24 * 3_600_000 });
  expect(run.state.budgetMs - budgetMs).toBe(5_000);
  run.turn({ ms: -60 * 24 * 3_600_000 });
  expect(run.state.budgetMs - budgetMs).toBe(5_000);
  run.turn();
  expect(run.state.budgetMs - budgetMs).toBe(6_000);
  run.now = Number.NaN;
  run.turn({ ms: 0 });
  expect(run.state.at).toBeLessThan(noon);
});

test('weights rise in the hours of the plan only, and go back at any time', () => {
  // 18:00 to 06:00 of Wednesdays; it is Wednesday noon.
  const run = startRun(examplePlan({ windows: [{ days: [3], fromMinute: 18 * 60, toMinute: 6 * 60 }] }));
  for (let count = 0; count < 5; count += 1) run.turn();
  expect(run.state.phase).toBe('waiting');
  run.now = noon + 6 * 3_600_000;
  run.until('shifting');
  run.turn({ window: 'good' });
  run.now = noon + 18 * 3_600_000;
  for (let count = 0; count < 5; count += 1) run.turn({ window: 'good' });
  expect(run.state.weight).toBe(0.01);
  expect(run.turn({ window: 'bad' }).state.weight).toBe(0);
});
