import { expect, test } from 'vitest';
import type { RolloutStatus } from '../../../lib/controller/rollout-status.js';
import { createPaint } from '../../../lib/local-runtime/view/paint.js';
import { renderRollouts } from '../../../lib/local-runtime/view/render-rollouts.js';
import { begin } from '../../../lib/rollout/decide/begin.js';
import { readEvidence } from '../../../lib/rollout/evidence/read-evidence.js';
import { makePlan } from '../../support/rollout/make-plan.js';

const plan = makePlan();
const { state } = begin({ plan, epoch: 0, now: 0, attempt: 1, doneCommands: [] });
const unknown = { kind: 'unknown' } as const;
const status: RolloutStatus = {
  name: 'release',
  plan,
  state: { ...state, phase: 'shifting', weight: 0.05 },
  reading: readEvidence(plan, state.evidence),
  proxies: { kind: 'pending', epoch: 2, carrying: 3, accepted: 1 },
  workloads: { canary: unknown, stable: unknown },
  telemetry: { kind: 'fresh' },
  log: [],
};
const render = (each: RolloutStatus) => renderRollouts([each], createPaint({ colour: false }));

test('says of a rollout what comes to the canary, who holds it, and what each criterion has found', () => {
  expect(render(status)).toEqual([
    'rollout release: shifting; shop/v2 gets 5 % of requests; 1 of 3 Envoys hold it',
    '  errors: 0 of 0, v1 0 of 0; harm 1:1 of 1:100; nothing proven',
  ]);
});

test('counts with their shares, and what is proven by now', () => {
  const [criterion] = readEvidence(plan, state.evidence).criteria;
  if (criterion === undefined) throw new Error('the plan has no criterion');
  const counted = {
    ...criterion,
    canary: { total: 200, bad: 10 },
    stable: { total: 1000, bad: 1 },
    logHarm: Math.log(50),
    provenExcess: 0.02,
  };
  const reading = { ...readEvidence(plan, state.evidence), criteria: [counted] };
  expect(render({ ...status, reading })[1]).toBe(
    '  errors: 10 of 200 (5 %), v1 1 of 1000 (0.1 %); harm 1:50 of 1:100; worse by less than 2 %',
  );
  expect(render({ ...status, reading: { ...reading, criteria: [{ ...counted, isProven: true }] } })[1]).toContain(
    '; proven',
  );
});

test('shows why nothing can be decided', () => {
  expect(render({ ...status, problem: 'the store does not answer' })).toContain('  the store does not answer');
});
