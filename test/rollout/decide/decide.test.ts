import { expect, test } from 'vitest';
import { readEvidence } from '../../../lib/rollout/evidence/read-evidence.js';
import { examplePlan } from './support/example-plan.js';
import { startRun } from './support/run.js';
import { newWorld } from './support/world.js';

test('a version that does no harm is doubled up to its share, proven, watched and made the stable side', () => {
  const run = startRun(examplePlan());
  run.until('promoted', { window: 'good' });
  expect(run.weights()).toEqual([0, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.5, 0.98, 1]);
  expect(run.effects.map(({ kind }) => kind).filter((kind) => kind !== 'push-weight' && kind !== 'notify')).toEqual([
    ...['scale', 'scale'],
    ...['adopt-canary', 'scale'],
  ]);
  expect(run.notices()).toEqual(['began', 'proven', 'promoted']);
});

test('a version that does harm goes back at its first window, and the sentence has the numbers', () => {
  const run = startRun(examplePlan());
  run.until('shifting', { window: 'good' });
  expect(run.turn({ window: 'bad' }).reason).toEqual({
    code: 'harm-proven',
    sentence: expect.stringMatching(
      /^checkout\/v2 answers 5 % with errors, v1 0\.2 %; evidence 1:10\^\d+ against, needed 1:100: taken back$/,
    ) as string,
  });
  expect(run.world.pushed).toMatchObject({ weight: 0, epoch: 3 });
  run.until('rolled-back');
  expect(run.notices()).toEqual(['began', 'harm-proven', 'rolled-back']);
});

test('while the canary is prepared the stable side gets known, and neither harm nor soundness follows from that', () => {
  const run = startRun(examplePlan(), { ...newWorld, ready: { canary: 0, stable: 1 } });
  for (let turns = 0; turns < 5; turns += 1) run.turn({ window: 'good' });
  expect(run.state).toMatchObject({
    phase: 'preparing',
    weight: 0,
    windows: { atWeight: 0, inAttempt: 0 },
    budgetMs: 0,
  });
  const { criteria, canaryRequests } = readEvidence(run.plan, run.state.evidence);
  expect(canaryRequests).toBe(0);
  for (const { logHarm, isProven, stable } of criteria) {
    expect(logHarm).toBeLessThan(1e-9);
    expect(isProven).toBe(false);
    expect(stable.total).toBeGreaterThan(0);
  }
});
