import { setTimeout as sleep } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  createKubernetesBackend,
  type KubernetesBackendOptions,
} from '../../../lib/registry/kubernetes/kubernetes-backend.js';
import type { RegistryBackend } from '../../../lib/registry/model/registry-backend.js';
import type { Clock } from '../../../lib/util/clock.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { startCuttableProxy } from '../../support/cuttable-proxy.js';
import { type Kube, startKube } from '../../support/kube.js';
import { backendContract } from '../../support/registry/backend-contract.js';
import { any, done, find, instance, putInstance, putService } from '../../support/registry/contract/samples.js';
import { follow } from '../../support/registry/follow.js';
import { findTool } from '../../support/tools.js';

const needed = [await findTool('kube-apiserver'), await findTool('etcd'), await findTool('kubectl')];
const isMissing = needed.some((tool) => tool.isMissing);
let kube: Kube;
let count = 0;

beforeAll(async () => {
  if (!isMissing) kube = await startKube();
});

const key = { service: 'cart', id: 'a' };

async function namespace(): Promise<string> {
  const name = `n${String(count++)}`;
  const made = await kube.kubectl(['create', 'namespace', name]);
  expect(made.exitCode, made.stderr).toBe(0);
  return name;
}

function config(port = kube.port): KubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(kube.kubeconfigPath);
  const [cluster] = kubeConfig.clusters;
  if (cluster === undefined) throw new Error('the kubeconfig has no cluster');
  kubeConfig.clusters = [{ ...cluster, server: `https://127.0.0.1:${String(port)}` }];
  return kubeConfig;
}

function backendOf(options: Partial<KubernetesBackendOptions> = {}): RegistryBackend {
  const backend = createKubernetesBackend({
    kubeConfig: config(),
    clock: systemClock,
    timeoutMs: 2000,
    probeEveryMs: 200,
    sweepEveryMs: 50,
    ...options,
  });
  onTestFinished(backend.close);
  return backend;
}

async function apply(objects: readonly object[]): Promise<void> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  const applied = await kube.kubectl(['apply', '-f', '-'], JSON.stringify(list));
  expect(applied.exitCode, applied.stderr).toBe(0);
}

describe.skipIf(isMissing)('an API server', () => {
  backendContract({
    name: 'kubernetes',
    create: async () => {
      const name = await namespace();
      let aheadMs = 0;
      const clock: Clock = { ...systemClock, monotonic: () => systemClock.monotonic() + aheadMs };
      const open = () =>
        createKubernetesBackend({
          kubeConfig: config(),
          clock,
          namespace: name,
          timeoutMs: 10_000,
          sweepEveryMs: 20,
        });
      return {
        backend: open(),
        second: open(),
        advance: async (ms) => {
          aheadMs += ms;
          await sleep(50);
        },
      };
    },
    capabilities: {
      writes: true,
      leases: true,
      requestIds: false,
      fencing: true,
      clients: true,
      manyInstances: 100,
      histories: 4,
    },
  });

  test('reads the services and slices of others, each endpoint by its conditions', async () => {
    const name = await namespace();
    const backend = backendOf({ namespace: name });
    const followed = follow(backend);
    const metadata = { namespace: name };
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...metadata, name: 'reviews', labels: { team: 'shop' } },
      spec: { ports: [{ name: 'http', port: 80 }], selector: { app: 'reviews' } },
    };
    const endpoint = (pod: string, address: string, conditions: object) => ({
      addresses: [address],
      conditions,
      zone: 'eu-1a',
      targetRef: { kind: 'Pod', name: pod, namespace: name },
    });
    const slice = (endpoints: readonly object[]) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, name: 'reviews-x', labels: { 'kubernetes.io/service-name': 'reviews', version: 'v2' } },
      addressType: 'IPv4',
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      endpoints,
    });
    const ready = endpoint('pod-a', '10.1.0.1', { ready: true, serving: true });
    await apply([
      service,
      slice([
        ready,
        endpoint('pod-b', '10.1.0.2', { ready: false, serving: false }),
        endpoint('pod-c', '10.1.0.3', { ready: false, serving: true, terminating: true }),
        { addresses: ['10.1.0.4'] },
      ]),
    ]);
    const content = await followed.until((told) => told.instances.get('reviews')?.size === 4);
    expect(content.services.get('reviews')?.metadata).toEqual({ team: 'shop' });
    const instances = [...(content.instances.get('reviews')?.values() ?? [])];
    expect(instances.map(({ id, status }) => [id, status])).toEqual([
      ['pod-a', 'healthy'],
      ['pod-b', 'unhealthy'],
      ['pod-c', 'draining'],
      [expect.stringMatching(/^at-/), 'healthy'],
    ]);
    expect(instances[0]).toMatchObject({ address: '10.1.0.1', ports: { http: 8080 }, zone: 'eu-1a', version: 'v2' });
    await apply([slice([ready, endpoint('pod-b', '10.1.0.2', { ready: true })])]);
    const after = await followed.until((told) => find(told, { service: 'reviews', id: 'pod-b' })?.status === 'healthy');
    expect(find(after, { service: 'reviews', id: 'pod-a' })).toBe(instances[0]);
    for (const write of [
      { kind: 'delete-instance', key: { service: 'reviews', id: 'pod-a' }, precondition: any },
      { kind: 'delete-service', name: 'reviews', precondition: any },
      putService('reviews'),
    ] as const)
      expect(await backend.write(write)).toMatchObject({ kind: 'refused', reason: 'read-only' });
    done(await backend.write(putInstance(instance({ service: 'reviews', id: 'outside', address: '192.0.2.1' }))));
    await followed.until((told) => told.instances.get('reviews')?.size === 3);
  });

  test('what is registered is a slice that others understand', async () => {
    const name = await namespace();
    const backend = backendOf({ namespace: name });
    done(
      await backend.write(
        putInstance(instance({ ...key, zone: 'eu-1a', address: '2001:db8::1' }), { status: 'draining' }),
      ),
    );
    const { stdout } = await kube.kubectl(['-n', name, 'get', 'endpointslices', '-o', 'json']);
    const { items } = JSON.parse(stdout) as { items: readonly unknown[] };
    expect(items).toMatchObject([
      {
        metadata: {
          labels: { 'kubernetes.io/service-name': 'cart', 'endpointslice.kubernetes.io/managed-by': 'meshwright' },
        },
        addressType: 'IPv6',
        ports: [{ name: 'http', port: 8080 }],
        endpoints: [
          { addresses: ['2001:db8::1'], zone: 'eu-1a', conditions: { ready: false, serving: true, terminating: true } },
        ],
      },
    ]);
  });

  test('what the API server does not take is refused in its words, and changes nothing', async () => {
    const backend = backendOf({ namespace: await namespace() });
    const followed = follow(backend);
    done(await backend.write(putService('cart')));
    const before = followed.content();
    const writes = [
      [
        putInstance(instance({ ...key, address: '127.0.0.1' })),
        /Invalid value: "127\.0\.0\.1": may not be in the loopback/,
      ],
      [putService('0-cart'), /Service "0-cart" is invalid: metadata\.name/],
    ] as const;
    for (const [write, detail] of writes)
      expect(await backend.write(write)).toEqual({
        kind: 'refused',
        reason: 'unacceptable',
        detail: expect.stringMatching(detail) as string,
      });
    done(await backend.write(putService('pay')));
    const after = await followed.until(({ services }) => services.has('pay'));
    expect([...after.services.keys()]).toEqual(['cart', 'pay']);
    expect(after.instances.size).toBe(before.instances.size);
  });

  test('a request id is done once by one process', async () => {
    const backend = backendOf({ namespace: await namespace() });
    const write = putInstance(instance(key));
    const first = done(await backend.write(write, { requestId: 'wish' }));
    expect(await backend.write(write, { requestId: 'wish' })).toEqual(first);
    expect(await backend.write(putService('pay'), { requestId: 'wish' })).toMatchObject({ reason: 'request-id' });
  });

  test('cut off, it keeps what it knows, says so, hangs nowhere, and recovers by itself', async () => {
    const name = await namespace();
    const proxy = await startCuttableProxy(kube.port);
    const backend = backendOf({ namespace: name, kubeConfig: config(proxy.port), timeoutMs: 500 });
    const other = backendOf({ namespace: name });
    const followed = follow(backend);
    done(await backend.write(putInstance(instance(key))));
    proxy.cut();
    expect((await backend.write(putService('pay'))).kind).toMatch(/^(unavailable|unknown)$/);
    await followed.untilStale();
    expect(find(followed.content(), key)).toBeDefined();
    done(await other.write(putInstance(instance({ ...key, weight: 7 }))));
    proxy.heal();
    await followed.until((told) => find(told, key)?.weight === 7);
    await followed.until(() => followed.staleReason() === undefined);
    done(await backend.write(putService('pay')));
  });

  // Last: it ends the server that the others use.
  test('goes on when the API server was killed and comes back; leases have their time anew', async () => {
    const backend = backendOf({ namespace: await namespace() });
    const followed = follow(backend);
    done(await backend.write(putInstance(instance({ ...key, ttlMs: 2000 }))));
    done(await backend.write(putService('kept')));
    const before = find(followed.content(), key);
    await kube.killApiServer();
    expect(await backend.write(putService('pay'))).toMatchObject({ kind: 'unavailable' });
    await followed.untilStale();
    await sleep(2000);
    expect(find(followed.content(), key)).toBe(before);
    await kube.startApiServer();
    await followed.until(() => followed.staleReason() === undefined);
    expect(find(followed.content(), key)).toBe(before);
    done(await backend.write({ kind: 'renew-instance', key }));
    done(await backend.write(putService('pay')));
    await followed.until(({ services }) => services.has('pay') && services.has('kept'));
    await followed.until((told) => find(told, key) === undefined);
  });
});
