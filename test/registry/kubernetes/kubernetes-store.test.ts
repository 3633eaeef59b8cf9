import { KubeConfig } from '@kubernetes/client-node';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import {
  createKubernetesBackend,
  type KubernetesBackendOptions,
} from '../../../lib/registry/kubernetes/kubernetes-backend.js';
import type { MarkedBackend } from '../../../lib/registry/model/marked-backend.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { type Kube, startKube } from '../../support/kube.js';
import { done, find, instance, putInstance, putService } from '../../support/registry/contract/samples.js';
import { follow } from '../../support/registry/follow.js';
import { findTool } from '../../support/tools.js';

const needed = [await findTool('kube-apiserver'), await findTool('etcd'), await findTool('kubectl')];
const isMissing = needed.some((tool) => tool.isMissing);
const key = { service: 'cart', id: 'a' };
let kube: Kube;

beforeAll(async () => {
  if (!isMissing) kube = await startKube();
});

async function kubectl(...args: readonly string[]): Promise<void> {
  const ended = await kube.kubectl(args);
  expect(ended.exitCode, ended.stderr).toBe(0);
}

function backendIn(namespace: string, options: Partial<KubernetesBackendOptions> = {}): MarkedBackend {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(kube.kubeconfigPath);
  const backend = createKubernetesBackend({
    kubeConfig,
    namespace,
    clock: systemClock,
    probeEveryMs: 200,
    sweepEveryMs: 50,
    ...options,
  });
  onTestFinished(backend.close);
  return backend;
}

test.skipIf(isMissing)(
  'an etcd that comes back empty wipes nothing: what is known stays, until it is adopted, by all replicas then',
  { timeout: 120_000 },
  async () => {
    await kubectl('create', 'namespace', 'shop');
    const backend = backendIn('shop');
    const other = backendIn('shop');
    const followed = follow(backend);
    const otherFollowed = follow(other);
    done(await backend.write(putInstance(instance({ ...key, ttlMs: 1000 }))));
    done(await backend.write(putInstance(instance({ ...key, id: 'b' }))));
    await otherFollowed.until((told) => told.instances.get('cart')?.size === 2);
    const former = backend.incarnation();
    expect(other.incarnation()).toBe(former);

    await kube.emptyStore();
    await kubectl('create', 'namespace', 'shop');
    for (const one of [followed, otherFollowed]) {
      await one.until(() => one.staleReason()?.includes('is empty') === true);
      expect(one.content().instances.get('cart')?.size).toBe(2);
    }
    expect(await other.write(putService('pay'))).toMatchObject({ kind: 'unavailable' });

    // One that starts now knows by its name what it has to find.
    const late = follow(backendIn('shop', { incarnation: former ?? '' }));
    expect(await late.untilStale()).toContain('is empty');

    expect(await backend.adopt()).toBe(true);
    for (const one of [followed, otherFollowed]) await one.until(({ services }) => services.size === 0);
    await late.until(({ services }) => services.size === 0);
    expect(backend.incarnation()).not.toBe(former);
    await expect.poll(other.incarnation).toBe(backend.incarnation());
    done(await other.write(putService('pay')));
    await followed.until(({ services }) => services.has('pay') && followed.staleReason() === undefined);
  },
);

test.skipIf(isMissing)('an etcd that was emptied and begun anew by others is not taken for the known one', async () => {
  await kubectl('create', 'namespace', 'begun');
  const backend = backendIn('begun');
  const followed = follow(backend);
  done(await backend.write(putInstance(instance(key))));
  // All at once, as an empty etcd has it; kubectl deletes one by one.
  await backend.close();
  await kubectl('-n', 'begun', 'delete', 'leases,services,endpointslices', '--all');
  const stranger = backendIn('begun');
  done(await stranger.write(putService('pay')));
  const again = backendIn('begun', { incarnation: backend.incarnation() ?? '' });
  expect(await follow(again).untilStale()).toContain('holds another one');
  expect(await again.write(putService('cart'))).toMatchObject({ kind: 'unavailable' });
  expect(followed.content().services.has('cart')).toBe(true);
  expect(await again.adopt()).toBe(true);
  done(await again.write(putService('cart')));
  expect(again.incarnation()).toBe(stranger.incarnation());
});

test.skipIf(isMissing)('who deletes all records, or the mark alone, has deleted that and nothing else', async () => {
  await kubectl('create', 'namespace', 'deleted');
  const backend = backendIn('deleted');
  const followed = follow(backend);
  done(await backend.write(putInstance(instance(key))));
  const former = backend.incarnation();
  await kubectl('-n', 'deleted', 'delete', 'leases', '--all');
  await expect.poll(backend.incarnation, { timeout: 10_000 }).not.toBe(former);
  done(await backend.write(putService('pay')));
  await followed.until((told) => told.services.has('pay') && find(told, key) !== undefined);
  await kubectl('-n', 'deleted', 'delete', 'services,endpointslices', '--all');
  await followed.until((told) => told.services.size === 0 && told.instances.size === 0);
  expect(followed.staleReason()).toBeUndefined();
  done(await backend.write(putService('pay')));
});
