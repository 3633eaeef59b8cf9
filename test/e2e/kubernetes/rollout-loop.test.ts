import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import {
  type KubernetesRollouts,
  openKubernetesRollouts,
} from '../../../lib/controller/kubernetes/open-kubernetes-rollouts.js';
import type { RolloutController } from '../../../lib/controller/rollout-controller.js';
import { startRolloutController } from '../../../lib/controller/start-rollout-controller.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { quickPlan } from '../../support/controller/run-controller.js';
import { rolloutWorld, type RolloutWorld } from '../../support/controller/rollout-world.js';
import { eventually as eventuallyIn } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { type RolloutKube, startRolloutKube } from '../../support/kubernetes/rollout-kube.js';
import { startApi } from '../../support/mesh-api/start-api.js';
import { startProcess } from '../../support/processes.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { findTool } from '../../support/tools.js';

const main = fileURLToPath(new URL('../../../build/lib/cli/main.js', import.meta.url));
const needed = [await findTool('etcd'), await findTool('kube-apiserver'), await findTool('kubectl')];
const isMissing = needed.some((tool) => tool.isMissing);
const test = it.skipIf(isMissing);
// Each kubectl is a process, and the machine may have much to do.
vi.setConfig({ testTimeout: 240_000 });
const eventually = (isTrue: () => boolean | Promise<boolean>): Promise<void> => eventuallyIn(isTrue, 60_000);

let kube: RolloutKube;

beforeAll(async () => {
  if (!isMissing) kube = await startRolloutKube();
}, 300_000);

const subject = { kind: 'versions', services: [{ service: 'reviews', stable: 'v1', canary: 'v2' }] } as const;
const plan = { ...quickPlan, subject, leastRequests: 1_000_000_000 };

interface Replica extends KubernetesRollouts {
  readonly controller: RolloutController;
}

/** A replica of the controller: in Kubernetes but for requests and their counters, which are made up. */
async function startReplica(world: RolloutWorld): Promise<Replica> {
  const { kubeConfig } = kube;
  const rollouts = openKubernetesRollouts({
    ...{ kubeConfig, namespace: 'shop', clock: systemClock, leaseMs: 3000, timeoutMs: 20_000 },
    onProblem: () => undefined,
  });
  onTestFinished(rollouts.close);
  // Before it is known what is wanted, nothing must be taken for unwanted.
  await eventually(() => rollouts.plans.plans() !== undefined);
  const { store, workloads, events, lease, plans } = rollouts;
  const controller = startRolloutController({
    ...{ ...world.ports, clock: systemClock, store, workloads, notices: [events], leader: lease },
    plans: plans.plans() ?? [],
    onDecision: events.decided,
  });
  onTestFinished(plans.watch(controller.setPlans));
  onTestFinished(() => controller.stop());
  return { ...rollouts, controller };
}

/** What the controller of Deployments, which does not run here, would do. */
async function runPods(name: string): Promise<void> {
  const { metadata, spec } = JSON.parse(await kube.admin(['get', 'deployment', name, '-o', 'json'])) as {
    metadata: { generation: number };
    spec: { replicas: number };
  };
  const { replicas } = spec;
  const counts = { replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas };
  const patch = JSON.stringify({ status: { observedGeneration: metadata.generation, ...counts } });
  await kube.admin(['patch', 'deployment', name, '--subresource=status', '--type=merge', '-p', patch]);
}

const phaseOf = ({ controller }: Replica): string | undefined => controller.statusOf('release')?.state?.phase;

test('a rollout goes on with the next controller, and one that is deleted is drained before it is gone', async () => {
  await kube.apply([
    { apiVersion: 'meshwright.dev/v1alpha1', kind: 'Rollout', metadata: { name: 'release', namespace: 'shop' }, spec: plan }, // prettier-ignore
  ]);
  const world = rolloutWorld({ clock: systemClock });
  const first = await startReplica(world);
  const isExposed = async (replica: Replica): Promise<boolean> => {
    await runPods('reviews-v1');
    await runPods('reviews-v2');
    return phaseOf(replica) === 'measuring' && (world.pushes.at(-1)?.weight ?? 0) > 0;
  };
  await eventually(() => isExposed(first));
  const epoch = world.pushes.at(-1)?.epoch ?? 0;
  const second = await startReplica(world);
  expect(second.controller.statusOf('release')?.state).toBeUndefined();
  await first.controller.stop();
  await first.lease.close();
  await eventually(() => isExposed(second));
  expect(world.pushes.every((push, index) => push.epoch >= (world.pushes[index - 1]?.epoch ?? 0))).toBe(true);
  expect(world.pushes.at(-1)?.epoch).toBeGreaterThanOrEqual(epoch);
  expect(second.controller.statusOf('release')?.state?.attempt).toBe(1);

  world.accepts = false;
  await kube.admin(['delete', 'rollout', 'release', '--wait=false']);
  await eventually(() => world.pushes.at(-1)?.weight === 0);
  await eventually(async () => (await kube.admin(['get', 'rollout', 'release'])).includes('returning'));
  expect(await kube.admin(['get', 'rollout', 'release', '-o', 'jsonpath={.metadata.finalizers}'])).toContain('drain');
  world.accepts = true;
  await eventually(async () => !(await kube.admin(['get', 'rollouts'])).includes('release'));
  expect(world.pushes.at(-1)).toMatchObject({ weight: 0 });
  const wereTold = async (): Promise<boolean> => {
    const reasons = await kube.admin(['get', 'events.v1.events.k8s.io', '-o', 'jsonpath={.items[*].reason}']);
    return ['Withdrawn', 'RolledBack'].every((reason) => reasons.split(' ').includes(reason));
  };
  await eventually(wereTold);
  await eventually(async () => {
    await runPods('reviews-v2');
    const replicas = await kube.admin(['get', 'deployment', 'reviews-v2', '-o', 'jsonpath={.spec.replicas}']);
    return replicas === '0';
  });
});

test('the command of the Deployment carries out what synth has written, and says so where people look', async () => {
  const folder = temporaryFolder();
  const { api, secrets } = await startApi({}, { ir: reviewsRollout() });
  const [prometheus = 0, own = 0] = await freePorts(2);
  const tokenFolder = join(folder, 'token');
  mkdirSync(tokenFolder);
  writeFileSync(join(tokenFolder, 'token'), secrets.operator);
  const deployment = kube.manifests.find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'meshwright-controller',
  );
  const { template } = deployment?.spec as unknown as {
    template: { spec: { containers: readonly { args: readonly string[] }[] } };
  };
  const args = (template.spec.containers[0]?.args ?? []).map((text) =>
    text
      .replace('/etc/meshwright/mesh-api', tokenFolder)
      .replace(/^http:\/\/meshwright\.shop\..*$/, api.url)
      .replace('http://prometheus:9090', `http://127.0.0.1:${String(prometheus)}`)
      .replace(/^15060$/, String(own)),
  );
  const running = await startProcess({
    command: process.execPath,
    args: [main, ...args],
    env: { KUBECONFIG: kube.kubeconfigOfController, POD_NAME: 'meshwright-controller-0' },
    workingDirectory: folder,
    isReady: (output) => output.includes('ready\n'),
    readyTimeoutMs: 60_000,
  });
  const manifest = kube.manifests.find(({ kind }) => kind === 'Rollout');
  const named = { ...manifest, metadata: { ...manifest?.metadata, name: 'started' } };
  await kube.apply([{ ...named, spec: { ...manifest?.spec, name: 'started' } }]);
  await kube.admin(['wait', '--for=jsonpath={.status.phase}=preparing', 'rollout/started', '--timeout=60s']);
  await kube.admin(['wait', '--for=condition=Accepted', 'rollout/started', '--timeout=60s']);
  const holder = await kube.admin(['get', 'lease', 'meshwright-rollouts', '-o', 'jsonpath={.spec.holderIdentity}']);
  expect(holder).toMatch(/^meshwright-controller-0-/);
  expect((await fetch(`http://127.0.0.1:${String(own)}/healthz`)).status).toBe(200);
  await kube.admin(['annotate', 'rollout', 'started', 'ask.meshwright.dev/jane=abort']);
  await kube.admin(['wait', '--for=condition=Promoted=False', 'rollout/started', '--timeout=60s']);
  expect(await kube.admin(['get', 'rollout', 'started'])).toContain('rolled-back');
  await running.stop();
});
