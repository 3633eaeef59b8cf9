import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Version } from '../../../lib/ir/version.js';
import { externalService, port, service, version } from '../../support/effective-mesh.js';
import { emitShop, type EmittedShop } from '../../support/emit-shop.js';

const deployment = 'service/reviews/deployment-v1';
const pod = ['spec', 'template', 'spec'] as const;
const app = [...pod, 'containers', 0] as const;

function emitVersion(overrides: Partial<Version>): EmittedShop {
  return emitShop({ services: [service('reviews', { versions: [version('v1', overrides)] })] });
}

it('writes the whole Deployment of a version', async () => {
  const { manifest } = emitShop({
    services: [
      service('ratings'),
      service('reviews', {
        callees: ['ratings'],
        versions: [
          version('v1', {
            replicas: 2,
            probes: {
              readiness: {
                kind: 'http',
                path: '/health',
                port: 9080,
                periodMs: 10_000,
                timeoutMs: 1_000,
                failureThreshold: 3,
              },
            },
            writablePaths: ['/tmp'],
          }),
        ],
      }),
    ],
  });
  await expect(stringify(manifest(deployment), { aliasDuplicateObjects: false })).toMatchFileSnapshot(
    'golden/deployment.yaml',
  );
});

it('starts the redirect, then the proxy, then the workload', () => {
  const { at } = emitVersion({});
  expect(at(deployment, ...pod, 'initContainers')).toMatchObject([
    { name: 'redirect' },
    { name: 'envoy', restartPolicy: 'Always', startupProbe: { httpGet: { path: '/healthz/ready', port: 15021 } } },
  ]);
  expect(at(deployment, ...pod, 'containers')).toMatchObject([{ name: 'app' }]);
});

it('gives the redirect one capability and nothing else of root', () => {
  const { at } = emitVersion({});
  expect(at(deployment, ...pod, 'initContainers', 0, 'securityContext')).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] },
    runAsNonRoot: false,
    runAsUser: 0,
    runAsGroup: 0,
  });
});

it('leaves the redirect to the cluster where the user says so', () => {
  const { at } = emitShop({ services: [service('reviews')] }, { redirect: 'external' });
  expect(at(deployment, ...pod, 'initContainers')).toMatchObject([{ name: 'envoy' }]);
});

it('runs the proxy as the user that the redirect rules spare', () => {
  const { at } = emitVersion({});
  expect(at(deployment, ...pod, 'initContainers', 1, 'securityContext')).toMatchObject({ runAsUser: 1337 });
  expect(at('service/reviews/envoy-config', 'data', 'redirect.nft')).toContain('meta skuid 1337 accept');
});

it('keeps root, privileges and a writable root file system from proxy and workload', () => {
  const { at } = emitVersion({});
  expect(at(deployment, ...pod, 'securityContext')).toEqual({
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  const restricted = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  };
  expect(at(deployment, ...app, 'securityContext')).toEqual(restricted);
  expect(at(deployment, ...pod, 'initContainers', 1, 'securityContext')).toMatchObject(restricted);
  expect(at(deployment, ...pod, 'automountServiceAccountToken')).toBe(false);
});

it('goes on serving while the pod leaves, and leaves time to stop after it', () => {
  const { at } = emitVersion({ drainMs: 12_001 });
  expect(at(deployment, ...app, 'lifecycle')).toEqual({ preStop: { sleep: { seconds: 13 } } });
  expect(at(deployment, ...pod, 'terminationGracePeriodSeconds')).toBe(43);
});

it('drains for a second at least', () => {
  const { at } = emitVersion({ drainMs: 0 });
  expect(at(deployment, ...app, 'lifecycle', 'preStop', 'sleep', 'seconds')).toBe(1);
});

it('mounts the files of its own proxy by their content-hashed name', () => {
  const { at, manifest } = emitVersion({});
  const { name } = manifest('service/reviews/envoy-config').metadata;
  expect(at(deployment, ...pod, 'volumes')).toEqual([{ name: 'envoy-config', configMap: { name } }]);
});

it('gives the workload folders to write to', () => {
  const { at } = emitVersion({ writablePaths: ['/cache', '/tmp'] });
  const mounts = at(deployment, ...app, 'volumeMounts');
  expect(mounts).toMatchObject([{ mountPath: '/cache' }, { mountPath: '/tmp' }]);
  const names = (mounts as { name: string }[]).map(({ name }) => name);
  expect(at(deployment, ...pod, 'volumes')).toEqual([
    expect.anything(),
    ...names.map((name) => ({ name, emptyDir: {} })),
  ]);
});

it('passes on image, command, arguments, user and resources', () => {
  const { at } = emitVersion({
    image: 'example.com/reviews:3',
    command: ['/bin/reviews'],
    args: ['--fast'],
    runAsUser: 1000,
    resources: { cpuLimit: '1', memoryRequest: '64Mi' },
  });
  expect(at(deployment, ...app)).toMatchObject({
    image: 'example.com/reviews:3',
    command: ['/bin/reviews'],
    args: ['--fast'],
    securityContext: { runAsUser: 1000 },
    resources: { limits: { cpu: '1' }, requests: { memory: '64Mi' } },
  });
});

it('writes probes in whole seconds, to the port of the workload', () => {
  const times = { port: 9080, periodMs: 1_500, timeoutMs: 200, failureThreshold: 4 };
  const { at } = emitVersion({
    probes: {
      startup: { kind: 'tcp', ...times },
      readiness: { kind: 'http', path: '/ready', ...times },
      liveness: { kind: 'grpc', path: 'reviews.Health', ...times },
    },
  });
  const seconds = { periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 4 };
  expect(at(deployment, ...app, 'startupProbe')).toEqual({ tcpSocket: { port: 9080 }, ...seconds });
  expect(at(deployment, ...app, 'readinessProbe')).toEqual({ httpGet: { path: '/ready', port: 9080 }, ...seconds });
  expect(at(deployment, ...app, 'livenessProbe')).toEqual({
    grpc: { port: 9080, service: 'reviews.Health' },
    ...seconds,
  });
});

it('tells the workload its ports and those it calls', () => {
  const { at } = emitShop({
    services: [
      service('reviews', { callees: ['db', 'payments', 'user-info'] }),
      service('user-info', { ports: [port('admin', 9081), port('http', 9080)] }),
      service('db', { ports: [port('tcp', 5432, 'tcp')] }),
    ],
    externalServices: [externalService('payments')],
  });
  expect(at(deployment, ...app, 'env')).toEqual([
    { name: 'DB_TCP_URL', value: 'tcp://db:5432' },
    { name: 'DB_URL', value: 'tcp://db:5432' },
    { name: 'HTTP_PORT', value: '9080' },
    { name: 'PAYMENTS_HTTP_URL', value: 'http://payments.example.com:80' },
    { name: 'PAYMENTS_URL', value: 'http://payments.example.com:80' },
    { name: 'PORT', value: '9080' },
    { name: 'USER_INFO_ADMIN_URL', value: 'http://user-info:9081' },
    { name: 'USER_INFO_HTTP_URL', value: 'http://user-info:9080' },
    { name: 'USER_INFO_URL', value: 'http://user-info:9080' },
  ]);
});

it('lets the variables of the user win, after those it provides', () => {
  const { at } = emitVersion({
    env: {
      PORT: { kind: 'literal', value: '1234' },
      LEVEL: { kind: 'config-map', name: 'settings', key: 'level' },
      KEY: { kind: 'secret', name: 'keys', key: 'api' },
      NODE: { kind: 'field', path: 'spec.nodeName' },
    },
  });
  expect(at(deployment, ...app, 'env')).toEqual([
    { name: 'HTTP_PORT', value: '9080' },
    { name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'api' } } },
    { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } },
    { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    { name: 'PORT', value: '1234' },
  ]);
});

it('lets a workload that is not root listen below port 1024', () => {
  const { at } = emitShop({ services: [service('reviews', { ports: [port('http', 80)] })] });
  expect(at(deployment, ...pod, 'securityContext', 'sysctls')).toEqual([
    { name: 'net.ipv4.ip_unprivileged_port_start', value: '0' },
  ]);
});

it.each([
  ['500m', '1'],
  ['2', '2'],
  ['2500m', '3'],
  [undefined, '2'],
])('gives a proxy with the CPU limit %s %s worker threads', (cpuLimit, threads) => {
  const proxyResources = cpuLimit === undefined ? {} : { cpuLimit };
  const { at } = emitShop({ services: [service('reviews')] }, { proxyResources });
  const args = at(deployment, ...pod, 'initContainers', 1, 'args') as string[];
  expect(args[args.indexOf('--concurrency') + 1]).toBe(threads);
});

it('replaces pods without ever having fewer than asked for', () => {
  const { at } = emitVersion({ replicas: 3 });
  expect(at(deployment, 'spec')).toMatchObject({
    replicas: 3,
    strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: '25%' } },
  });
});

it('selects pods by labels that they carry', () => {
  const { at } = emitVersion({ labels: { tier: 'gold', version: 'mine' } });
  expect(at(deployment, 'spec', 'selector')).toEqual({ matchLabels: { app: 'reviews', version: 'v1' } });
  expect(at(deployment, 'spec', 'template', 'metadata', 'labels')).toMatchObject({
    app: 'reviews',
    version: 'v1',
    tier: 'gold',
  });
});
