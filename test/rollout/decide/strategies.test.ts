import { expect, test } from 'vitest';
import { matchEverything } from '../../../lib/ir/match.js';
import { examplePlan, errors } from './support/example-plan.js';
import { startRun } from './support/run.js';

const none = { beforeStart: false, beforePromotion: false };
const absolute = { ...errors, tolerance: { kind: 'absolute', max: 0.01 } } as const;

test('steps: each is held for its time, a gate waits for a yes, and evidence allows twice the weight at the most', () => {
  const run = startRun(
    examplePlan({
      strategy: {
        kind: 'steps',
        steps: [
          { weight: 0.05, holdMs: 3_000, needsApproval: true },
          { weight: 0.4, holdMs: 1_000, needsApproval: false },
        ],
      },
    }),
  );
  const { reason } = run.until('approving', { window: 'good' });
  expect(reason?.sentence).toBe(
    'checkout/v2 gets 5 % of requests; somebody has to say yes to what comes next (step-0)',
  );
  expect(run.state.heldMs).toBe(3_000);
  run.turn({ commands: ['approve'] });
  run.until('promoted', { window: 'good' });
  expect(run.weights()).toEqual([0, 0.05, 0.1, 0.2, 0.4, 0.98, 1]);
});

test('blue-green: everybody at once, but for what stays to compare with; the proof is looked for afterwards', () => {
  const run = startRun(examplePlan({ strategy: { kind: 'blue-green' } }));
  run.until('promoted', { window: 'good' });
  expect(run.weights()).toEqual([0, 0.98, 1]);
});

test('blue-green with absolute criteria needs nobody at the stable side', () => {
  const run = startRun(examplePlan({ strategy: { kind: 'blue-green' }, criteria: [absolute] }));
  run.until('promoted', { window: 'good' });
  expect(run.weights()).toEqual([0, 1]);
});

test('blue-green: the yes that a plan asks for comes before everybody does, and is asked for once', () => {
  const run = startRun(examplePlan({ strategy: { kind: 'blue-green' }, gates: { ...none, beforePromotion: true } }));
  run.until('approving');
  expect(run.state).toMatchObject({ weight: 0, gate: 'promotion' });
  run.turn({ commands: ['approve'] });
  run.until('promoted', { window: 'good' });
  expect(run.notices().filter((code) => code === 'approval-needed')).toHaveLength(1);
});

test('blue-green: harm after the change takes everybody back at once', () => {
  const run = startRun(examplePlan({ strategy: { kind: 'blue-green' } }));
  expect(run.until('returning', { window: 'bad' }).state).toMatchObject({ weight: 0, reason: { code: 'harm-proven' } });
  expect(run.weights()).toEqual([0, 0.98, 0]);
});

test('A/B: requests that match come to the canary, and no others until it is promoted', () => {
  const run = startRun(examplePlan({ strategy: { kind: 'a-b', match: matchEverything }, criteria: [absolute] }));
  run.until('promoted', { window: 'good' });
  const pushes = run.effects.flatMap((effect) => (effect.kind === 'push-weight' ? [effect] : []));
  expect(pushes.map(({ weight, audience }) => `${weight} of ${audience}`)).toEqual([
    ...['0 of everybody', '1 of matching', '1 of everybody'],
  ]);
});

test('A/B: a group of which nobody calls is not starved, and ends undecided', () => {
  const run = startRun(examplePlan({ strategy: { kind: 'a-b', match: matchEverything }, criteria: [absolute] }));
  expect(run.until('held', { window: 'starved' }).reason?.code).toBe('out-of-time');
});

test('mirror: copies only, then everybody by proof', () => {
  const run = startRun(examplePlan({ strategy: { kind: 'mirror', share: 0.2 } }));
  run.until('promoted', { window: 'good' });
  const pushes = run.effects.flatMap((effect) => (effect.kind === 'push-weight' ? [effect] : []));
  expect(pushes.map(({ weight, mirror }) => [weight, mirror])).toEqual([
    ...[
      [0, 0],
      [0, 0.2],
      [0.98, 0],
      [1, 0],
    ],
  ]);
});

test('mirror: harm that copies show ends them, and no caller has met it', () => {
  const run = startRun(examplePlan({ strategy: { kind: 'mirror', share: 0.2 } }));
  run.until('rolled-back', { window: 'bad' });
  expect(Math.max(...run.weights())).toBe(0);
});

test('a policy is rolled out without anything being started or stopped', () => {
  const origin = { kind: 'user', constructPath: 'shop/patience' } as const;
  const policies = { timeout: { origin, requestMs: 100 } };
  const subject = { kind: 'policy', service: 'checkout', policies } as const;
  const run = startRun(examplePlan({ subject }));
  run.until('promoted', { window: 'good' });
  expect(run.effects.filter(({ kind }) => kind === 'scale')).toEqual([]);
  expect(run.effects.at(-1)).toMatchObject({
    sentence: 'the new timeout of checkout is promoted, after a watch of 6 s without harm',
  });
});

test.each([
  { whenUndecided: 'roll-back', ends: 'rolled-back' },
  { whenUndecided: 'promote', ends: 'promoted' },
  { whenUndecided: 'hold', ends: 'held' },
] as const)(
  'at the end of its time without proof a plan that says $whenUndecided is $ends',
  ({ whenUndecided, ends }) => {
    const run = startRun(examplePlan({ whenUndecided }));
    run.until(ends, { window: 'thin' });
    expect(run.decisions.map(({ reason }) => reason?.code)).toContain('out-of-time');
  },
);
