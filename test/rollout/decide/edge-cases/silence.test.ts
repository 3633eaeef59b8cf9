import { expect, test } from 'vitest';
import { examplePlan } from '../support/example-plan.js';
import { type Run, startRun } from '../support/run.js';

/** At 16 %, every proxy has accepted it. */
function atSixteen(run: Run): Run {
  while (run.state.weight < 0.16 || run.state.phase !== 'measuring') {
    run.turn(run.state.phase === 'shifting' ? {} : { window: 'good' });
  }
  return run;
}

const lost = { kind: 'lost', reason: 'Prometheus does not answer' } as const;

test('AC-6: blind is not bad: weights stay, then shrink, and only after the longest time it goes back', () => {
  const run = atSixteen(startRun(examplePlan()));
  run.world = { ...run.world, telemetry: lost };
  const seen: number[] = [];
  while (run.state.phase !== 'returning') {
    run.turn();
    seen.push(run.state.weight);
  }
  // Blind for 1 s, 2 s and so on; from 2 s on the weight halves each 2 s, and at 8 s it is over.
  expect(seen).toEqual([0.16, 0.08, 0.08, 0.04, 0.04, 0.02, 0.02, 0]);
  expect(run.state.reason).toEqual({
    code: 'blind-too-long',
    sentence: 'nothing could be read for 8 s (Prometheus does not answer), at most 8 s is allowed',
  });
});

test('AC-6: who sees again goes on from where the weight is, by evidence', () => {
  const run = atSixteen(startRun(examplePlan()));
  run.world = { ...run.world, telemetry: lost };
  for (let count = 0; count < 4; count += 1) run.turn();
  run.world = { ...run.world, telemetry: { kind: 'fresh' } };
  expect(run.turn().state).toMatchObject({ phase: 'measuring', weight: 0.04, blindMs: 0 });
  run.turn();
  expect(run.state.weight).toBe(0.04);
  run.until('promoted', { window: 'good' });
});

test('AC-6: what is promoted is not taken back for want of a look at it, and its watch lasts longer', () => {
  const run = startRun(examplePlan());
  run.until('watching', { window: 'good' });
  run.world = { ...run.world, telemetry: lost };
  for (let count = 0; count < 7; count += 1) run.turn();
  expect(run.state).toMatchObject({ phase: 'watching', phaseMs: 0 });
  run.until('promoted');
});

test('AC-7: idle: while nobody calls, the clock of the budget stands, and after the longest wait somebody decides', () => {
  const run = atSixteen(startRun(examplePlan()));
  run.turn({ window: 'idle' });
  const { budgetMs } = run.state;
  for (let count = 0; count < 20; count += 1) run.turn({ window: 'idle' });
  expect(run.state).toMatchObject({ phase: 'measuring', weight: 0.16, budgetMs, isIdle: true });
  expect(run.until('held', { window: 'idle' }).reason?.code).toBe('stands-still');
});

test('AC-7: starved: a canary to which nothing comes of what its weight says goes back as not routed', () => {
  const run = startRun(examplePlan());
  run.until('shifting', { window: 'good' });
  const { reason } = run.until('returning', { window: 'starved' });
  expect(reason).toEqual({
    code: 'not-routed',
    sentence: 'requests do not come to checkout/v2, though every proxy accepted 1 % for it',
  });
});

test('AC-8: what is not a count changes nothing, whatever a provider says', () => {
  const run = atSixteen(startRun(examplePlan()));
  const { evidence } = run.state;
  for (const requests of [
    { canary: Number.NaN, stable: 10 },
    { canary: Number.POSITIVE_INFINITY, stable: 10 },
    { canary: -1, stable: 10 },
  ]) {
    run.hand({ requests });
    expect(run.state).toMatchObject({ phase: 'measuring', weight: 0.16, evidence });
  }
});

test('AC-9: every pod of a side counts, not the last one that was read', () => {
  const run = atSixteen(startRun(examplePlan()));
  const good = { pod: 'z', total: 64_000, bad: 128 };
  const bad = { pod: 'a', total: 64_000, bad: 6_400 };
  const stable = ['a', 'b'].map((pod) => ({ pod, total: 168_000, bad: 336 }));
  run.hand({ requests: { canary: 128_000, stable: 336_000 }, counts: { errors: { canary: [bad, good], stable } } });
  expect(run.state.reason.code).toBe('harm-proven');
});

test('AC-18: a weight counts by acceptance and not by seconds: nothing rises while one proxy has not accepted', () => {
  const run = startRun(examplePlan({ timing: { acceptMs: 60_000 } }));
  run.until('shifting', { window: 'good' });
  for (let count = 0; count < 50; count += 1) run.turn({ accept: false });
  expect(run.state).toMatchObject({ phase: 'shifting', weight: 0.01, epoch: 2 });
});

test('AC-18: a weight that is not accepted in time goes back', () => {
  const run = startRun(examplePlan());
  run.until('shifting', { window: 'good' });
  const { reason } = run.until('returning', { accept: false });
  expect(reason).toEqual({ code: 'not-accepted', sentence: '1 of 3 proxies accepted weight number 2 within 4 s' });
});

test('AC-18: a configuration that one proxy refuses goes back at once, without a window', () => {
  const run = startRun(examplePlan());
  run.until('shifting', { window: 'good' });
  run.world = { ...run.world, proxies: 'refused' };
  expect(run.turn().reason).toEqual({
    code: 'refused',
    sentence: 'proxy cart-1 refused weight number 2: unknown cluster',
  });
});

test('AC-21: promotion needs proof: little is known of few requests, and that is held, not promoted', () => {
  const run = startRun(examplePlan());
  const { reason } = run.until('held', { window: 'thin' });
  expect(reason?.code).toBe('out-of-time');
  expect(reason?.sentence).toMatch(/errors: .*nothing is proven|excess below/);
  expect(Math.max(...run.weights())).toBeLessThan(0.5);
});

test('AC-26: what is undecided says so once, is told again at intervals, and somebody ends it', () => {
  const run = startRun(examplePlan());
  run.until('held', { window: 'thin' });
  const told = run.notices().length;
  for (let count = 0; count < 10; count += 1) run.turn({ window: 'thin' });
  expect(run.notices().slice(told)).toEqual(Array(5).fill('out-of-time'));
  run.turn({ commands: ['promote'] });
  run.until('promoted', { window: 'good' });
  expect(run.notices().filter((code) => code === 'promoted-by-command')).toHaveLength(1);
});
