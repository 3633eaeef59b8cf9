import { beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import {
  type KubernetesRollouts,
  type MeshAsked,
  openKubernetesRollouts,
} from '../../../lib/controller/kubernetes/open-kubernetes-rollouts.js';
import { createRolloutPlan } from '../../../lib/rollout/plan/create-rollout-plan.js';
import type { WorkloadsObserved } from '../../../lib/rollout/observation/observation.js';
import type { RolloutPlan } from '../../../lib/rollout/plan/rollout-plan.js';
import type { KubernetesManifest } from '../../../lib/targets/kubernetes/kubernetes-manifest.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { eventually } from '../../support/eventually.js';
import { actOf, auditedActs } from '../../support/kubernetes/audited-acts.js';
import { type RolloutKube, startRolloutKube } from '../../support/kubernetes/rollout-kube.js';
import { createCaller } from '../../support/mesh-api/create-caller.js';
import { startApi, type TestApi } from '../../support/mesh-api/start-api.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';
import { makeRecord } from '../../support/rollout/make-record.js';
import { findTool } from '../../support/tools.js';

const needed = [await findTool('etcd'), await findTool('kube-apiserver'), await findTool('kubectl')];
const isMissing = needed.some((tool) => tool.isMissing);
const test = it.skipIf(isMissing);
// Each kubectl is a process, and the machine may have much to do.
vi.setConfig({ testTimeout: 240_000 });
const account = 'system:serviceaccount:shop:meshwright-controller';

let kube: RolloutKube;

beforeAll(async () => {
  if (!isMissing) kube = await startRolloutKube();
}, 300_000);

function open(mesh?: MeshAsked): KubernetesRollouts & { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const rollouts = openKubernetesRollouts({
    ...{ kubeConfig: kube.kubeConfig, namespace: 'shop', clock: systemClock, leaseMs: 3000, timeoutMs: 20_000 },
    ...(mesh === undefined ? {} : { mesh }),
    onProblem: (text) => problems.push(text),
  });
  onTestFinished(rollouts.close);
  return { ...rollouts, problems };
}

function manifestOf(kind: string, name: string): KubernetesManifest {
  const found = kube.manifests.find((each) => each.kind === kind && each.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

async function planOf({ plans }: KubernetesRollouts): Promise<RolloutPlan> {
  await eventually(() => plans.plans()?.some(({ name }) => name === 'release') === true, 60_000);
  const found = plans.plans()?.find(({ name }) => name === 'release');
  if (found === undefined) throw new Error('there is no plan');
  return found;
}

async function json<Content>(...args: readonly string[]): Promise<Content> {
  return JSON.parse(await kube.admin([...args, '-o', 'json'])) as Content;
}

const replicasOf = async (name: string): Promise<number> =>
  (await json<{ spec: { replicas: number } }>('get', 'deployment', name)).spec.replicas;

/** What the controller of Deployments, which does not run here, would say of one. */
async function setStatus(name: string, status: object): Promise<void> {
  const { metadata } = await json<{ metadata: { generation: number } }>('get', 'deployment', name);
  const patch = JSON.stringify({ status: { observedGeneration: metadata.generation, ...status } });
  await kube.admin(['patch', 'deployment', name, '--subresource=status', '--type=merge', '-p', patch]);
}

const ready = (count: number): object => ({
  ...{ replicas: count, updatedReplicas: count, readyReplicas: count, availableReplicas: count, conditions: [] },
});

test('accepts the manifests strictly, without a warning, and again over what the controller has filled', async () => {
  expect(await kube.apply(kube.manifests)).toBe('');
  const { store } = open();
  expect(await store.names()).not.toContain('nothing');
  const printed = await kube.admin(['get', 'rollouts']);
  expect(printed.split('\n')[0]?.split(/ {2,}/)).toEqual(['NAME', 'PHASE', 'WEIGHT', 'REASON', 'AGE']);
  const { spec } = manifestOf('Deployment', 'meshwright-controller');
  const { metadata, spec: podSpec } = spec?.['template'] as unknown as { metadata: object; spec: object };
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  await kube.admin(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'strict', labels } })); // prettier-ignore
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: 'controller' }, spec: podSpec };
  await kube.admin(['-n', 'strict', 'create', '--dry-run=server', '-f', '-'], JSON.stringify(pod));
});

test('reads the plan that synth has written, and keeps how it stands beside it', async () => {
  const rollouts = open();
  const plan = await planOf(rollouts);
  expect(plan).toEqual(manifestOf('Rollout', 'release').spec);
  const { store } = rollouts;
  const before = await store.load('release');
  const record = makeRecord(plan, { phase: 'measuring', weight: 0.05, epoch: 3 });
  expect((await store.save('release', record, before?.version)).kind).toBe('saved');
  await kube.admin(['wait', '--for=condition=Progressing', 'rollout/release', '--timeout=30s']);
  expect(await kube.admin(['get', 'rollout', 'release'])).toMatch(/release +measuring +5% +/);
  // What Git says stays Git's: applied again it changes nothing of it.
  await kube.apply([manifestOf('Rollout', 'release')]);
  expect((await store.load('release'))?.record).toEqual(record);
});

test('a decision, and the notice of it, is one event on the rollout', async () => {
  const { events, plans, problems } = open();
  await eventually(() => plans.plans() !== undefined, 60_000);
  const told = { atMs: Date.UTC(2026, 0, 2), code: 'harm-proven', sentence: 'errors: 5 % of 400 requests' };
  const notice = { ...told, id: 'release/1', rollout: 'release', severity: 'error' } as const;
  const entry = { ...told, number: 1, revision: 'r', attempt: 1, phase: 'returning', epoch: 4, weight: 0 } as const;
  events.decided('release', entry);
  await events.send(notice);
  await events.send(notice);
  const { items } = await json<{ items: { type: string; reason: string; note: string; regarding: object }[] }>(
    ...['get', 'events.v1.events.k8s.io', '--field-selector', 'regarding.name=release'],
  );
  const { metadata } = await json<{ metadata: { uid: string } }>('get', 'rollout', 'release');
  expect(items).toMatchObject([
    { type: 'Warning', reason: 'HarmProven', note: told.sentence, regarding: { kind: 'Rollout', uid: metadata.uid } },
  ]);
  await events.send({ ...notice, id: 'long', code: 'long', sentence: 'ü'.repeat(2000) });
  expect(problems).toEqual([]);
});

test('tells what is ready of what was asked for, and scales what is its own', async () => {
  const rollouts = open();
  const plan = await planOf(rollouts);
  const { observe, scale } = rollouts.workloads;
  const unknown = { kind: 'unknown' } as const;
  expect(await observe(plan)).toEqual({ canary: unknown, stable: unknown } satisfies WorkloadsObserved);
  await setStatus('reviews-v1', ready(4));
  await setStatus('reviews-v2', ready(1));
  const known = (isReady: number, desired: number) => ({ kind: 'known', ready: isReady, desired });
  expect(await observe(plan)).toEqual({ canary: known(1, 1), stable: known(4, 4) });

  await scale(plan, { side: 'canary', capacity: 0.5 });
  expect(await replicasOf('reviews-v2')).toBe(3);
  expect((await observe(plan)).canary).toEqual(unknown);
  await setStatus('reviews-v2', ready(1));
  expect((await observe(plan)).canary).toEqual(known(1, 3));
  await setStatus('reviews-v2', { ...ready(4), replicas: 5, updatedReplicas: 2 });
  expect((await observe(plan)).canary, 'pods of an older template are none of the canary').toEqual(known(1, 3));

  // Git has the replicas of the stable side, and none of the canary.
  await kube.apply(kube.manifests.filter(({ kind }) => kind === 'Deployment'));
  expect(await replicasOf('reviews-v2')).toBe(3);
  await scale(plan, { side: 'stable', capacity: 0 });
  expect(await replicasOf('reviews-v1')).toBe(4);
  expect((await observe(plan)).stable).toEqual(known(4, 0));

  await kube.admin(['scale', 'deployment', 'reviews-v2', '--replicas=1']);
  await observe(plan);
  expect(await replicasOf('reviews-v2')).toBe(3);
  const stuck = { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'it is late' };
  await setStatus('reviews-v2', { ...ready(0), conditions: [stuck] });
  expect((await observe(plan)).canary).toEqual({ ...known(0, 3), failure: 'ProgressDeadlineExceeded: it is late' });
});

test('leaves what an autoscaler scales to it, but for the beginning, the end, and asking for more', async () => {
  const rollouts = open();
  const plan = await planOf(rollouts);
  const { observe, scale } = rollouts.workloads;
  await scale(plan, { side: 'canary', capacity: 0.6 });
  await kube.apply([
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'any', namespace: 'shop' },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'reviews-v2' }, maxReplicas: 9 },
    },
  ]);
  await scale(plan, { side: 'canary', capacity: 0.2 });
  expect(await replicasOf('reviews-v2')).toBe(3);
  await scale(plan, { side: 'canary', capacity: 1 });
  expect(await replicasOf('reviews-v2')).toBe(5);
  await kube.admin(['scale', 'deployment', 'reviews-v2', '--replicas=4']);
  await setStatus('reviews-v2', ready(4));
  expect((await observe(plan)).canary).toEqual({ kind: 'known', ready: 4, desired: 5 });
  expect(await replicasOf('reviews-v2')).toBe(4);
  await scale(plan, { side: 'canary', capacity: 0 });
  expect(await replicasOf('reviews-v2')).toBe(0);
  await kube.admin(['delete', 'hpa', 'any']);
});

test('tells every replica of the control plane, as they come and go', async () => {
  const ir = reviewsRollout();
  const one = await startApi({}, { ir });
  const another = await startApi({ tokens: one.tokens }, { ir });
  const urlByHost: Readonly<Record<string, string>> = {
    '10.1.0.1:15050': one.api.url,
    '10.1.0.2:15050': another.api.url,
  };
  const { traffic } = open({
    kind: 'mesh-api',
    url: 'http://meshwright.shop.svc.cluster.local:15050',
    // Pods have no network here.
    fetch: (request) => {
      const { host, pathname } = new URL(request.url);
      request.headers.set('authorization', `Bearer ${one.secrets.operator}`);
      return fetch(new Request(`${urlByHost[host] ?? ''}${pathname}`, request));
    },
  });
  if (traffic === undefined) throw new Error('there is no port');
  let calls = 0;
  onTestFinished(traffic.watch(() => (calls += 1)));
  const [rollout] = ir.rollouts;
  if (rollout === undefined) throw new Error('the mesh has no rollout');
  const plan = createRolloutPlan(ir, rollout);
  const share = { epoch: 3, weight: 0.25, mirror: 0, audience: 'everybody' } as const;
  const epochAt = async ({ api }: TestApi): Promise<unknown> => {
    const { body } = await createCaller(api.url, one.secrets.reader)('GET', `/v1/rollouts/${plan.name}/share`);
    return (body as { readonly epoch: number }).epoch;
  };

  expect(await traffic.push(plan, share)).toMatchObject({ kind: 'failed' });
  expect(await traffic.standing(plan)).toEqual({ kind: 'unknown' });
  const slice = (...endpoints: readonly object[]) => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'meshwright-1', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'meshwright' } },
    addressType: 'IPv4',
    ports: [{ name: 'api', port: 15050 }],
    endpoints,
  });
  const serving = { addresses: ['10.1.0.1'], conditions: { ready: true, serving: true } };
  const starting = { addresses: ['10.1.0.2'], conditions: { ready: false, serving: false } };
  const leaving = { addresses: ['10.1.0.2'], conditions: { ready: false, serving: true, terminating: true } };
  await kube.apply([slice(serving, starting)]);
  await eventually(async () => (await traffic.push(plan, share)).kind === 'done', 60_000);
  expect([await epochAt(one), await epochAt(another)]).toEqual([3, 0]);
  const before = calls;
  await kube.apply([slice(serving, leaving)]);
  await eventually(() => calls > before, 60_000);
  expect(await traffic.standing(plan)).toMatchObject({ epoch: 0 });
  expect(await traffic.push(plan, share)).toEqual({ kind: 'done' });
  expect(await epochAt(another)).toBe(3);
  expect(await traffic.standing(plan)).toMatchObject({ kind: 'accepted', epoch: 3 });
});

test('of two controllers one leads, and what the one before it writes is refused', async () => {
  const [first, second] = [open(), open()];
  const plan = await planOf(first);
  await eventually(() => first.lease.isLeader() || second.lease.isLeader(), 60_000);
  const [leader, other] = first.lease.isLeader() ? [first, second] : [second, first];
  expect(other.lease.isLeader()).toBe(false);
  const known = (await leader.store.load('release'))?.version;
  const token = leader.lease.fencingToken() ?? 0n;
  await leader.lease.close();
  await eventually(other.lease.isLeader, 60_000);
  expect(other.lease.fencingToken()).toBeGreaterThan(token);
  expect((await other.store.save('release', makeRecord(plan, { epoch: 9 }), known)).kind).toBe('saved');
  expect(await leader.store.save('release', makeRecord(plan, { epoch: 8 }), known)).toEqual({ kind: 'conflict' });
  expect((await leader.store.load('release'))?.record).toMatchObject({ state: { epoch: 9 } });
});

test('has exactly the rights that it uses', async () => {
  const rollouts = open();
  await planOf(rollouts);
  await rollouts.plans.tell();
  const { store } = rollouts;
  const gone = makeRecord(await planOf(rollouts), { phase: 'rolled-back', weight: 0, epoch: 20 });
  await kube.admin(['delete', 'rollout', 'release', '--wait=false']);
  await store.save('release', gone, (await store.load('release'))?.version);
  await kube.apply([manifestOf('Rollout', 'release')]);
  expect((await store.load('release'))?.record).toEqual(gone);

  const rules = manifestOf('Role', 'meshwright-controller').rules as unknown as Readonly<Record<string, string[]>>[];
  const granted = rules.flatMap(({ apiGroups = [], resources = [], verbs = [], resourceNames = [''] }) => {
    const isNamed = resources[0] === 'configmaps';
    return verbs.map((verb) => actOf(verb, apiGroups[0] ?? '', resources[0] ?? '', isNamed ? resourceNames[0] : ''));
  });
  const acts = auditedActs(kube, account);
  expect(acts.filter(({ status }) => status === 403)).toEqual([]);
  expect([...new Set(acts.map(({ act }) => act))].sort()).toEqual([...granted].sort());
});

test('goes on where it was when the API server comes back, and says while it does not know', async () => {
  const rollouts = open();
  const plan = await planOf(rollouts);
  const before = await rollouts.store.load('release');
  await kube.killApiServer();
  await expect(rollouts.store.load('release')).rejects.toThrow('the API server cannot be asked');
  expect((await rollouts.workloads.observe(plan)).stable).toEqual({ kind: 'unknown' });
  expect(rollouts.plans.plans(), 'what was wanted is still wanted').toContainEqual(plan);
  await kube.startApiServer();
  const loaded = (): Promise<unknown> => rollouts.store.load('release').catch(() => undefined);
  // It starts to answer before it serves kinds that were added to it.
  await eventually(async () => (await loaded()) !== undefined, 60_000);
  expect(await loaded()).toEqual(before);
  const next = makeRecord(plan, { epoch: 12 });
  expect((await rollouts.store.save('release', next, before?.version)).kind).toBe('saved');
  await kube.admin(['annotate', 'rollout', 'release', 'ask.meshwright.dev/back=resume']);
  await eventually(async () => (await rollouts.store.commands('release')).length === 1, 60_000);
});

test.each([
  ['get', 'secrets'],
  ['create', 'rollouts.meshwright.dev'],
  ['delete', 'rollouts.meshwright.dev'],
  ['patch', 'deployments/reviews-v2'],
  ['patch', 'deployments/page-v1', '--subresource=scale'],
  ['patch', 'configmaps/meshwright-mesh'],
  ['patch', 'leases/other'],
])('may not %s %s', async (...question) => {
  const end = await kube.kubectl(['-n', 'shop', 'auth', 'can-i', '--as', account, ...question]);
  expect(end.stdout.trim()).toBe('no');
});

test('without its rights it says so, and goes on when it has them again', async () => {
  const { store } = open();
  const role = manifestOf('Role', 'meshwright-controller');
  await kube.apply([{ ...role, rules: [] }]);
  const failure = (): Promise<string> => store.load('release').then(() => '', String);
  await eventually(async () => (await failure()).includes('403'), 60_000);
  expect(await failure()).toContain('cannot get resource "rollouts"');
  await kube.apply([role]);
  await eventually(async () => (await failure()) === '', 60_000);
});
