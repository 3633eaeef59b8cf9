import { KubeConfig } from '@kubernetes/client-node';
import { beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import {
  type KubernetesRollouts,
  openKubernetesRollouts,
} from '../../../lib/controller/kubernetes/open-kubernetes-rollouts.js';
import type { RolloutPlan } from '../../../lib/rollout/plan/rollout-plan.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { storePromises } from '../../support/controller/store-promises.js';
import { eventually } from '../../support/eventually.js';
import { type RolloutKube, startRolloutKube } from '../../support/kubernetes/rollout-kube.js';
import { makePlan } from '../../support/rollout/make-plan.js';
import { makeRecord } from '../../support/rollout/make-record.js';
import { findTool } from '../../support/tools.js';

const needed = [await findTool('etcd'), await findTool('kube-apiserver'), await findTool('kubectl')];
const isMissing = needed.some((tool) => tool.isMissing);
const test = it.skipIf(isMissing);
// Each kubectl is a process, and the machine may have much to do.
vi.setConfig({ testTimeout: 240_000 });

let kube: RolloutKube;

beforeAll(async () => {
  if (!isMissing) kube = await startRolloutKube();
}, 300_000);

function open(clock = systemClock): KubernetesRollouts {
  const rollouts = openKubernetesRollouts({
    ...{ kubeConfig: kube.kubeConfig, namespace: 'shop', clock, timeoutMs: 20_000 },
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

let namespaces = 0;

storePromises(
  async () => {
    const namespace = `promises-${String((namespaces += 1))}`;
    await kube.admin(['create', 'namespace', namespace]);
    const object = { ...rolloutOf(makePlan({ name: 'shop' })), metadata: { name: 'shop', namespace } };
    await kube.admin(['-n', namespace, 'apply', '-f', '-'], JSON.stringify(object));
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(kube.kubeconfigPath);
    let now = Date.UTC(2026, 0, 1);
    const rollouts = openKubernetesRollouts({
      ...{ kubeConfig, namespace, clock: { ...systemClock, now: () => (now += 1) }, timeoutMs: 20_000 },
      onProblem: () => undefined,
    });
    onTestFinished(rollouts.close);
    return rollouts.store;
  },
  { skip: isMissing, record: (adopted) => makeRecord(makePlan({ name: 'shop' }), {}, { adopted }) },
);

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

test('takes no change of the plan, nor an annotation, for a conflict', async () => {
  const plan = makePlan({ name: 'edited' });
  await kube.apply([rolloutOf(plan)]);
  const { store } = open();
  const saved = await store.save('edited', makeRecord(plan), undefined);
  if (saved.kind !== 'saved') throw new Error('it was not saved');
  await kube.apply([rolloutOf({ ...plan, leastRequests: 7 })]);
  await kube.admin(['annotate', 'rollout', 'edited', 'team=books']);
  expect((await store.save('edited', makeRecord(plan, { epoch: 3 }), saved.version)).kind).toBe('saved');
});

test('of two that write at once, over and over, one is refused each time', async () => {
  const plan = makePlan({ name: 'raced' });
  await kube.apply([rolloutOf(plan)]);
  const stores = [open().store, open().store];
  let version: string | undefined;
  for (let round = 0; round < 10; round++) {
    const record = makeRecord(plan, { epoch: round });
    const ends = await Promise.all(stores.map((store) => store.save('raced', record, version)));
    expect(ends.map(({ kind }) => kind).sort()).toEqual(['conflict', 'saved']);
    version = (await stores[0]?.load('raced'))?.version;
  }
});

test('a rollout that is deleted stays until it has ended, and the next of its name goes on from its numbers', async () => {
  const plan = makePlan({ name: 'deleted' });
  await kube.apply([rolloutOf(plan)]);
  const { store, plans } = open();
  const saved = await store.save('deleted', makeRecord(plan, { phase: 'measuring', weight: 0.2, epoch: 5 }), undefined);
  if (saved.kind !== 'saved') throw new Error('it was not saved');
  const isPlanned = (): boolean => plans.plans()?.some(({ name }) => name === 'deleted') === true;
  await eventually(isPlanned, 60_000);
  await kube.admin(['delete', 'rollout', 'deleted', '--wait=false']);
  await eventually(() => !isPlanned(), 60_000);
  const back = await store.save('deleted', makeRecord(plan, { phase: 'returning', epoch: 6 }), saved.version);
  if (back.kind !== 'saved') throw new Error('it was not saved');
  expect(await store.names()).toContain('deleted');
  const end = makeRecord(plan, { phase: 'rolled-back', epoch: 6 });
  expect((await store.save('deleted', end, back.version)).kind).toBe('saved');
  expect(await store.load('deleted')).toBeUndefined();
  expect(await kube.admin(['get', 'rollouts', '-o', 'name'])).not.toContain('/deleted');
  expect(await store.save('deleted', end, back.version)).toEqual({ kind: 'conflict' });

  await kube.apply([rolloutOf(plan)]);
  const next = await store.load('deleted');
  expect(next?.record).toEqual(end);
  expect((await store.save('deleted', makeRecord(plan, { epoch: 7 }), next?.version)).kind).toBe('saved');
});

test('one that was never carried out is gone at once when it is deleted', async () => {
  await kube.apply([rolloutOf(makePlan({ name: 'unused' }))]);
  await kube.admin(['delete', 'rollout', 'unused', '--timeout=60s']);
  expect(await kube.admin(['get', 'rollouts', '-o', 'name'])).not.toContain('/unused');
});

test('keeps what people ask in the order of asking, once, until it is answered', async () => {
  await kube.apply([rolloutOf(makePlan({ name: 'asked' }))]);
  let now = Date.UTC(2026, 0, 1);
  const { store } = open({ ...systemClock, now: () => (now += 1) });
  const abort = { id: 'a/1 of "jane"', by: 'jane', action: 'abort' } as const;
  const retry = { id: '2', by: 'joe', action: 'retry' } as const;
  await store.ask('asked', abort);
  await store.ask('asked', retry);
  await store.ask('asked', abort);
  expect(await store.commands('asked')).toEqual([abort, retry]);
  await store.answered('asked', [abort.id, 'somebody else']);
  expect(await store.commands('asked')).toEqual([retry]);
  await expect(store.ask('nobody', retry)).rejects.toThrow('no Rollout "nobody"');
});

test('takes a word in an annotation for a command, and answers one that nobody knows', async () => {
  await kube.apply([rolloutOf(makePlan({ name: 'told' }))]);
  const { store } = open();
  let calls = 0;
  onTestFinished(store.watch(() => (calls += 1)));
  await eventually(() => calls > 0, 60_000);
  const before = calls;
  await kube.admin(['annotate', 'rollout', 'told', 'ask.meshwright.dev/jane=pause', 'ask.meshwright.dev/joe=stop']);
  await eventually(() => calls > before, 60_000);
  const [command, ...others] = await store.commands('told');
  expect(others).toEqual([]);
  expect(command).toMatchObject({ action: 'pause', by: 'kubectl' });
  expect(await store.commands('told')).toEqual([command]);
  const { metadata } = JSON.parse(await kube.admin(['get', 'rollout', 'told', '-o', 'json'])) as {
    metadata: { annotations: Record<string, string> };
  };
  expect(metadata.annotations['ask.meshwright.dev/joe']).toContain('nobody knows "stop"; say one of approve, promote');
});

test('reads plans, and goes on by the plan that it had where the new one is of another version', async () => {
  const plan = makePlan({ name: 'planned' });
  const next = { ...plan, name: 'later', planVersion: 2, surprise: ['slow'] };
  await kube.apply([rolloutOf(plan), rolloutOf(next as unknown as RolloutPlan)]);
  const { plans, store } = open();
  const seen = (name: string): RolloutPlan | undefined => plans.plans()?.find((each) => each.name === name);
  await eventually(() => seen('planned') !== undefined, 60_000);
  expect(seen('planned')).toEqual(plan);
  expect(seen('later')).toBeUndefined();
  await plans.tell();
  expect(await statusOf('planned')).toMatchObject({ conditions: [{ type: 'Accepted', status: 'True' }] });
  const message = 'the plan has version 2, and this controller reads version 1';
  expect(await statusOf('later')).toMatchObject({
    conditions: [{ type: 'Accepted', status: 'False', reason: 'OtherVersion', message }],
  });

  expect((await store.save('planned', makeRecord(plan), undefined)).kind).toBe('saved');
  let heard: readonly RolloutPlan[] = [];
  onTestFinished(plans.watch((all) => (heard = all)));
  const changed = { ...plan, planVersion: 2 };
  await kube.apply([rolloutOf(changed as unknown as RolloutPlan)]);
  await eventually(async () => {
    await plans.tell();
    const { conditions } = (await statusOf('planned')) as { conditions: { type: string; status: string }[] };
    return conditions.some(({ type, status }) => type === 'Accepted' && status === 'False');
  }, 60_000);
  expect(heard.find(({ name }) => name === 'planned')).toEqual(plan);
  const { conditions } = (await statusOf('planned')) as { conditions: { type: string }[] };
  expect(conditions.map(({ type }) => type).sort()).toEqual(['Accepted', 'Paused', 'Progressing', 'Promoted']);
});

test('refuses a plan that has another name than its object', async () => {
  const object = { ...rolloutOf(makePlan({ name: 'other' })), metadata: { name: 'own', namespace: 'shop' } };
  await expect(kube.apply([object])).rejects.toThrow('the plan is of a rollout of another name');
});
