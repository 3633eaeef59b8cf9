import { App } from 'cdk8s';
import { expect, it } from 'vitest';
import { errorRatio, Mesh, paced, Rollout, Service, type RolloutProcedureProps } from '../../../constructs/index.js';
import { createRolloutPlan } from '../../../lib/rollout/plan/create-rollout-plan.js';
import type { RolloutPlan } from '../../../lib/rollout/plan/rollout-plan.js';

interface Parts {
  readonly image?: string;
  readonly replicas?: number;
  readonly stableImage?: string;
  readonly how?: Partial<RolloutProcedureProps>;
}

function planOf({ image = 'cart:2', replicas = 1, stableImage = 'cart:1', how = {} }: Parts): RolloutPlan {
  const mesh = new Mesh(new App(), 'shop');
  const cart = new Service(mesh, 'cart', {
    ports: { http: 80 },
    versions: { v1: { image: stableImage }, v2: { image, replicas } },
  });
  new Rollout(mesh, 'cart-v2', { of: cart, from: 'v1', to: 'v2', strategy: paced(), criteria: [errorRatio()], ...how });
  const ir = mesh.toIr();
  const [rollout] = ir.rollouts;
  if (rollout === undefined) throw new Error('the mesh has no rollout');
  return createRolloutPlan(ir, rollout);
}

it('another image of the canary is another rollout', () => {
  expect(planOf({ image: 'cart:3' }).revision).not.toBe(planOf({}).revision);
  expect(planOf({ image: 'cart:3' }).procedure).toBe(planOf({}).procedure);
});

it('another number of pods, or another place in the program, is the same rollout (AC-25)', () => {
  const [plan, again] = [planOf({}), planOf({ replicas: 7 })];
  expect([again.revision, again.procedure]).toEqual([plan.revision, plan.procedure]);
});

it('another way to roll out is the same rollout by another procedure (AC-3)', () => {
  const [plan, other] = [planOf({}), planOf({ how: { strategy: paced({ most: 20 }) } })];
  expect(other.revision).toBe(plan.revision);
  expect(other.procedure).not.toBe(plan.procedure);
});

it('what is said of the traffic changes neither', () => {
  const [plan, other] = [planOf({}), planOf({ how: { traffic: { requestsPerSecond: 7 } } })];
  expect([other.revision, other.procedure]).toEqual([plan.revision, plan.procedure]);
});

it('shares and times stand in a plan in their own units', () => {
  expect(planOf({})).toMatchObject({
    planVersion: 1,
    name: 'cart-v2',
    subject: { kind: 'versions', services: [{ service: 'cart', stable: 'v1', canary: 'v2' }] },
    strategy: { kind: 'paced', first: 0.01, most: 0.5 },
    falseRollback: 0.01,
    harmBudget: 0.0025,
    timing: { windowMs: 2000, watchShare: 0.02 },
    criteria: [
      {
        name: 'errors',
        errorShare: 1,
        tolerance: { kind: 'against-stable', ratio: 1.25, margin: 0.001 },
        role: 'gate',
      },
    ],
  });
});
