import { KubeConfig } from '@kubernetes/client-node';
import { beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { openKubernetesRollouts } from '../../../lib/controller/kubernetes/open-kubernetes-rollouts.js';
import type { PushedShare, TrafficPort } from '../../../lib/controller/ports/traffic-port.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { eventually } from '../../support/eventually.js';
import { type Kube, startKube } from '../../support/kube.js';
import { otherMeshDefinitions } from '../../support/kubernetes/other-meshes.js';
import { makePlan } from '../../support/rollout/make-plan.js';
import { findTool } from '../../support/tools.js';

const needed = [await findTool('etcd'), await findTool('kube-apiserver'), await findTool('kubectl')];
const isMissing = needed.some((tool) => tool.isMissing);
const test = it.skipIf(isMissing);
// Each kubectl is a process, and the machine may have much to do.
vi.setConfig({ testTimeout: 240_000 });

let kube: Kube;

beforeAll(async () => {
  if (isMissing) return;
  kube = await startKube();
  await apply(otherMeshDefinitions());
  for (const kind of ['httproutes', 'virtualservices'])
    await eventually(async () => (await kube.kubectl(['get', kind])).exitCode === 0, 60_000);
}, 300_000);

async function kubectl(args: readonly string[], stdin?: string): Promise<string> {
  const { exitCode, stdout, stderr } = await kube.kubectl(args, stdin);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}

async function apply(objects: readonly object[]): Promise<void> {
  await kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
}

function open(kind: 'gateway-api' | 'istio'): TrafficPort {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(kube.kubeconfigPath);
  const rollouts = openKubernetesRollouts({
    ...{ kubeConfig, namespace: 'default', clock: systemClock, timeoutMs: 20_000, onProblem: () => undefined },
    mesh: { kind, objectOf: (service) => `${service}-route` },
  });
  onTestFinished(rollouts.close);
  if (rollouts.traffic === undefined) throw new Error('there is no port');
  return rollouts.traffic;
}

const plan = makePlan();
const share = (epoch: number, weight: number): PushedShare => ({ epoch, weight, mirror: 0, audience: 'everybody' });

interface Route {
  readonly metadata: { readonly generation: number };
  readonly spec: { readonly rules: readonly { readonly backendRefs: readonly { weight?: number }[] }[] };
}

const route = async (): Promise<Route> =>
  JSON.parse(await kubectl(['get', 'httproute', 'shop-route', '-o', 'json'])) as Route;
const weights = async (): Promise<unknown> =>
  (await route()).spec.rules.map(({ backendRefs }) => backendRefs.map(({ weight }) => weight));

/** What the gateway that carries the route out, which does not run here, would say of it. */
async function tell(conditions: Readonly<Record<string, 'True' | 'False'>>): Promise<void> {
  const { metadata } = await route();
  const said = Object.entries(conditions).map(([type, status]) => ({
    ...{ type, status, observedGeneration: metadata.generation, reason: 'Test', message: 'it is so' },
  }));
  const status = { parents: [{ controllerName: 'example.com/gateway', conditions: said }] };
  const patch = JSON.stringify({ status });
  await kubectl(['patch', 'httproute', 'shop-route', '--subresource=status', '--type=merge', '-p', patch]);
}

test('changes nothing but weights of an HTTPRoute, and waits for its gateway', async () => {
  const backend = (name: string) => ({ name, port: 80 });
  const other = { matches: [{ path: { value: '/static' } }], backendRefs: [{ ...backend('files'), weight: 3 }] };
  const spec = {
    parentRefs: [{ name: 'public' }],
    rules: [other, { backendRefs: [backend('shop-v1'), backend('shop-v2')] }],
  };
  await apply([
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'shop-route' }, spec },
  ]);
  const traffic = open('gateway-api');
  expect(await traffic.standing(plan)).toMatchObject({ kind: 'pending', epoch: 0 });
  expect(await traffic.push(plan, share(2, 0.000_02))).toEqual({ kind: 'done' });
  expect(await weights()).toEqual([[3], [999_980, 20]]);
  expect((await route()).spec.rules[0]).toEqual(other);
  expect(await traffic.standing(plan)).toEqual({ kind: 'pending', epoch: 2, carrying: 1, accepted: 0 });
  await tell({ Accepted: 'True', ResolvedRefs: 'True' });
  expect(await traffic.standing(plan)).toEqual({ kind: 'accepted', epoch: 2, carrying: 1 });
  // What was said of another weight says nothing of this one.
  await traffic.push(plan, share(3, 0.5));
  expect(await traffic.standing(plan)).toEqual({ kind: 'pending', epoch: 3, carrying: 1, accepted: 0 });
  await tell({ Accepted: 'True', ResolvedRefs: 'False' });
  expect(await traffic.standing(plan)).toEqual({
    ...{ kind: 'refused', epoch: 3, nodeId: 'example.com/gateway', message: 'ResolvedRefs: it is so' },
  });
});

test('one who comes late is refused, and sets nothing back', async () => {
  const [now, late] = [open('gateway-api'), open('gateway-api')];
  expect(await now.push(plan, share(10, 0.25))).toEqual({ kind: 'done' });
  expect(await late.push(plan, share(9, 1))).toEqual({ kind: 'stale', epoch: 10 });
  expect(await weights()).toEqual([[3], [750_000, 250_000]]);
  const { metadata } = await route();
  expect(await now.push(plan, share(10, 0.25))).toEqual({ kind: 'done' });
  expect((await route()).metadata).toEqual(metadata);
});

test('of many that push at once the highest number wins', async () => {
  const [one, another] = [open('gateway-api'), open('gateway-api')];
  const outcomes = await Promise.all(
    [31, 32, 33, 34, 35, 36].map((epoch) => (epoch % 2 === 0 ? one : another).push(plan, share(epoch, epoch / 100))),
  );
  expect(outcomes.at(-1)).toEqual({ kind: 'done' });
  expect(await weights()).toEqual([[3], [640_000, 360_000]]);
});

test('weights that somebody else changes are set again, and others see the change', async () => {
  const traffic = open('gateway-api');
  let calls = 0;
  onTestFinished(traffic.watch(() => (calls += 1)));
  await eventually(() => calls > 0, 60_000);
  await traffic.push(plan, share(50, 0.1));
  await tell({ Accepted: 'True', ResolvedRefs: 'True' });
  const { spec } = await route();
  const rules = spec.rules.map(({ backendRefs, ...rest }) => ({
    ...rest,
    backendRefs: backendRefs.map((each) => ({ ...each, weight: 3 })),
  }));
  const before = calls;
  await kubectl(['patch', 'httproute', 'shop-route', '--type=merge', '-p', JSON.stringify({ spec: { rules } })]);
  await eventually(() => calls > before, 60_000);
  expect(await traffic.standing(plan)).toMatchObject({ kind: 'pending', epoch: 50 });
  expect(await weights()).toEqual([[3], [900_000, 100_000]]);
});

test('says what an object cannot do, and leaves it as it is', async () => {
  const traffic = open('gateway-api');
  const before = await route();
  const failed = async (asked: PushedShare, of = plan): Promise<string> => {
    const outcome = await traffic.push(of, asked);
    return outcome.kind === 'failed' ? outcome.reason : outcome.kind;
  };
  expect(await failed({ ...share(60, 0), mirror: 0.1 })).toBe('weights of HTTPRoute send no copies');
  expect(await failed({ ...share(60, 1), audience: 'matching' })).toContain('know no groups of requests');
  const versions = (service: string, canary: string) =>
    makePlan({ subject: { kind: 'versions', services: [{ service, stable: 'v1', canary }] } });
  expect(await failed(share(60, 0.5), versions('shop', 'v9'))).toContain('no rule of it names both v1 and v9');
  expect(await failed(share(60, 0.5), versions('none', 'v2'))).toContain('the HTTPRoute of "none" cannot be read: 404');
  expect(await traffic.standing(versions('none', 'v2'))).toEqual({ kind: 'unknown' });
  expect(await route()).toEqual(before);
});

test('weighs subsets and hosts of a VirtualService, which nobody acknowledges', async () => {
  const destination = (host: string, subset?: string) => ({
    destination: { host, ...(subset === undefined ? {} : { subset }) },
  });
  const spec = {
    hosts: ['shop'],
    http: [
      { route: [{ ...destination('shop', 'v1'), weight: 100 }, destination('shop', 'v2')] },
      { route: [destination('shop-v2.default.svc.cluster.local'), destination('shop-v1')] },
      { route: [destination('other', 'v1')] },
    ],
  };
  const metadata = { name: 'shop-route' };
  await apply([{ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, spec }]);
  const traffic = open('istio');
  expect(await traffic.push(plan, share(2, 0.05))).toEqual({ kind: 'done' });
  expect(await traffic.standing(plan)).toEqual({ kind: 'accepted', epoch: 2, carrying: 1 });
  const { spec: now } = JSON.parse(await kubectl(['get', 'virtualservice', 'shop-route', '-o', 'json'])) as {
    spec: { http: { route: { weight?: number }[] }[] };
  };
  expect(now.http.map((rule) => rule.route.map(({ weight }) => weight))).toEqual([
    [950_000, 50_000],
    [50_000, 950_000],
    [undefined],
  ]);
});
