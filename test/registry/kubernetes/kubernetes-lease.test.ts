import { KubeConfig } from '@kubernetes/client-node';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createKubernetesBackend } from '../../../lib/registry/kubernetes/kubernetes-backend.js';
import { createKubernetesLease } from '../../../lib/registry/kubernetes/kubernetes-lease.js';
import type { LeaderLease } from '../../../lib/registry/leader/leader-lease.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { startCuttableProxy } from '../../support/cuttable-proxy.js';
import { type Kube, startKube } from '../../support/kube.js';
import { putService } from '../../support/registry/contract/samples.js';
import { findTool } from '../../support/tools.js';

const needed = [await findTool('kube-apiserver'), await findTool('etcd'), await findTool('kubectl')];
const isMissing = needed.some((tool) => tool.isMissing);
const ttlMs = 3000;
let kube: Kube;

beforeAll(async () => {
  if (!isMissing) kube = await startKube();
});

function config(port = kube.port): KubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(kube.kubeconfigPath);
  kubeConfig.clusters = kubeConfig.clusters.map((cluster) => ({
    ...cluster,
    server: `https://127.0.0.1:${String(port)}`,
  }));
  return kubeConfig;
}

function candidate(name: string, holder: string, port?: number): LeaderLease {
  const lease = createKubernetesLease({ kubeConfig: config(port), clock: systemClock, name, ttlMs, holder });
  onTestFinished(lease.close);
  return lease;
}

const leads = (lease: LeaderLease) => expect.poll(lease.isLeader, { timeout: 20_000, interval: 10 }).toBe(true);

test.skipIf(isMissing)(
  'a leader that gives up, or whose Lease is deleted, is followed with a greater token',
  async () => {
    const first = candidate('given', 'first');
    await leads(first);
    const token = first.fencingToken() ?? 0n;
    const second = candidate('given', 'second');
    await first.close();
    await leads(second);
    const next = second.fencingToken() ?? 0n;
    expect(next).toBeGreaterThan(token);
    await second.close();
    expect((await kube.kubectl(['delete', 'lease', 'given'])).exitCode).toBe(0);
    const third = candidate('given', 'third');
    await leads(third);
    expect(third.fencingToken()).toBeGreaterThan(next);
  },
);

test.skipIf(isMissing)(
  'a leader that is cut off stops before another begins, and its writes count no more',
  async () => {
    const proxy = await startCuttableProxy(kube.port);
    const first = candidate('cut', 'first', proxy.port);
    await leads(first);
    const stale = first.fencingToken() ?? 0n;
    const second = candidate('cut', 'second');
    let wereTwo = false;
    second.watch((isLeader) => (wereTwo ||= isLeader && first.isLeader()));
    proxy.cut();
    await leads(second);
    expect(wereTwo).toBe(false);
    expect(first.isLeader()).toBe(false);
    const backend = createKubernetesBackend({ kubeConfig: config(), clock: systemClock });
    onTestFinished(backend.close);
    const token = second.fencingToken() ?? 0n;
    expect(await backend.write(putService('cart'), { fencingToken: token })).toMatchObject({ kind: 'done' });
    expect(await backend.write(putService('pay'), { fencingToken: stale })).toMatchObject({ reason: 'fenced' });
  },
);
