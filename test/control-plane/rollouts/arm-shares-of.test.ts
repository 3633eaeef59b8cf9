import { expect, test } from 'vitest';
import { armSharesOf } from '../../../lib/control-plane/rollouts/arm-shares-of.js';
import { makePlan } from '../../support/rollout/make-plan.js';

test('each service of a release gets the same exposure', () => {
  const services = ['cart', 'shop'].map((service) => ({ service, stable: 'v1', canary: 'v2' }));
  const plan = makePlan({ subject: { kind: 'versions', services } });
  const common = { rollout: 'release', stable: 'v1', canary: 'v2' };
  const exposure = { mirror: 0.1, audience: 'matching' } as const;
  expect(armSharesOf(plan, { weight: 0.2, ...exposure })).toEqual([
    ['cart', { ...common, share: 0.2, ...exposure }],
    ['shop', { ...common, share: 0.2, ...exposure }],
  ]);
});
