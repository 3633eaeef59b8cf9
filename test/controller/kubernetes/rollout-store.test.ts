import { beforeAll, expect, it, onTestFinished } from 'vitest';
import {
  type KubernetesRollouts,
  openKubernetesRollouts,
} from '../../../lib/controller/kubernetes/open-kubernetes-rollouts.js';
import type { RolloutPlan } from '../../../lib/rollout/plan/rollout-plan.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { eventually } from '../../support/eventually.js';
import { type RolloutKube, startRolloutKube } from '../../support/kubernetes/rollout-kube.js';
import { makePlan } from '../../support/rollout/make-plan.js';
import { makeRecord } from '../../support/rollout/make-record.js';
import { findTool } from '../../support/tools.js';

const needed = [await findTool('etcd'), await findTool('kube-apiserver'), await findTool('kubectl')];
const isMissing = needed.some((tool) => tool.isMissing);
const test = it.skipIf(isMissing);

let kube: RolloutKube;

beforeAll(async () => {
  if (!isMissing) kube = await startRolloutKube();
}, 120_000);

function open(): KubernetesRollouts {
  const rollouts = openKubernetesRollouts({
    ...{ kubeConfig: kube.kubeConfig, namespace: 'shop', clock: systemClock, timeoutMs: 20_000 },
    onProblem: () => undefined,
  });
  onTestFinished(rollouts.close);
  return rollouts;
}

/** The object that `synth` writes of a plan. */
function rolloutOf(plan: RolloutPlan): object {
  return {
    apiVersion: 'meshwright.dev/v1alpha1',
    kind: 'Rollout',
    metadata: { name: plan.name, namespace: 'shop' },
    spec: plan,
  };
}

async function statusOf(name: string): Promise<Record<string, unknown>> {
  const { status = {} } = JSON.parse(await kube.admin(['get', 'rollout', name, '-o', 'json'])) as {
    status?: Record<string, unknown>;
  };
  return status;
}

test('keeps a record as it was written, and refuses one that follows from another', async () => {
  const plan = makePlan({ name: 'kept' });
  await kube.apply([rolloutOf(plan)]);
  const [first, second] = [open().store, open().store];
  expect(await first.load('kept')).toBeUndefined();
  const begun = makeRecord(plan);
  const saved = await first.save('kept', begun, undefined);
  if (saved.kind !== 'saved') throw new Error('it was not saved');
  expect(await second.load('kept')).toEqual({ version: saved.version, record: begun });
  expect(await second.save('kept', begun, undefined)).toEqual({ kind: 'conflict' });
  const next = makeRecord(plan, { epoch: 7, weight: 0.125 });
  const again = await second.save('kept', next, saved.version);
  expect(again.kind).toBe('saved');
  expect(await first.save('kept', begun, saved.version)).toEqual({ kind: 'conflict' });
  expect((await first.load('kept'))?.record).toEqual(next);
  expect(await first.names()).toContain('kept');
  expect(await statusOf('kept')).toMatchObject({ phase: next.state.phase, weight: '12.5%', epoch: 7 });
});
void eventually;
