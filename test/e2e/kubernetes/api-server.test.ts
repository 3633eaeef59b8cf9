import { App } from 'cdk8s';
import { beforeAll, expect, it } from 'vitest';
import { Gateway, Mesh, Service } from '../../../constructs/index.js';
import type { JsonObject, KubernetesManifest } from '../../../lib/targets/kubernetes/kubernetes-manifest.js';
import type { KubernetesOptions } from '../../../lib/targets/kubernetes/kubernetes-options.js';
import {
  externalService,
  gateway,
  port,
  service,
  version,
  type EffectiveMeshParts,
} from '../../support/effective-mesh.js';
import { emitShop } from '../../support/emit-shop.js';
import { startKube, type Kube, type KubectlEnd } from '../../support/kube.js';
import { findTool } from '../../support/tools.js';

const missing = [await findTool('etcd'), await findTool('kube-apiserver'), await findTool('kubectl')].some(
  ({ isMissing }) => isMissing,
);
const test = it.skipIf(missing);

const probeTimes = { periodMs: 5_000, timeoutMs: 1_000, failureThreshold: 3 };

/** A mesh with every feature that changes a manifest. */
const parts: EffectiveMeshParts = {
  services: [
    service('productpage', {
      callees: ['payments', 'reviews'],
      labels: { team: 'books' },
      ports: [port('http', 80)],
      versions: [
        version('v1', {
          replicas: 3,
          command: ['/bin/page'],
          args: ['--verbose'],
          env: {
            LEVEL: { kind: 'config-map', name: 'settings', key: 'level' },
            KEY: { kind: 'secret', name: 'keys', key: 'api' },
            NODE: { kind: 'field', path: 'spec.nodeName' },
            REVIEWS: { kind: 'literal', value: '$(REVIEWS_URL)/all' },
          },
          resources: { cpuRequest: '100m', cpuLimit: '1', memoryRequest: '128Mi', memoryLimit: '256Mi' },
          probes: {
            startup: { kind: 'tcp', port: 80, ...probeTimes },
            readiness: { kind: 'http', path: '/health', port: 80, ...probeTimes },
            liveness: { kind: 'grpc', path: 'page.Health', port: 80, ...probeTimes },
          },
          labels: { tier: 'front' },
          runAsUser: 1000,
          writablePaths: ['/cache', '/tmp'],
        }),
      ],
    }),
    service('reviews', {
      ports: [port('grpc', 7070, 'grpc'), port('http', 9080), port('http2', 9090, 'http2'), port('tcp', 5432, 'tcp')],
      versions: [version('v1'), version('v2', { replicas: 0 })],
      clusterIp: '10.96.0.50',
    }),
    service('a'.repeat(63)),
  ],
  gateways: [
    gateway('ingress', { ports: [{ name: 'http', number: 80 }, { name: 'more', number: 8080 }] }), // prettier-ignore
    gateway('inner', { exposure: 'ClusterIP' }),
  ],
  externalServices: [externalService('payments', { endpoints: [{ address: '10.1.2.3' }, { address: 'fd00::1' }] })],
  routesTo: { ingress: 'productpage' },
};

let kube: Kube;

beforeAll(async () => {
  if (!missing) kube = await startKube();
});

function manifests(options: KubernetesOptions = {}): KubernetesManifest[] {
  return [...emitShop(parts, options).manifests.values()];
}

// Kubernetes before 1.34.2 says so of every headless Service, whatever it says: github.com/kubernetes/kubernetes/issues/134040
const vainWarning = 'Warning: spec.SessionAffinity is ignored for headless services\n';

async function apply(objects: readonly object[], ...flags: readonly string[]): Promise<KubectlEnd> {
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const end = await kube.kubectl(['apply', '--server-side', '--validate=strict', ...flags, '-f', '-'], list);
  return { ...end, stderr: end.stderr.replaceAll(vainWarning, '') };
}

async function makeNamespace(name: string, level: string): Promise<void> {
  const labels = { 'pod-security.kubernetes.io/enforce': level };
  expect(await apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }])).toMatchObject({
    exitCode: 0,
  });
}

/** The pods that the Deployments would make, in a namespace of the test. */
function podsOf(objects: readonly KubernetesManifest[], namespace: string): JsonObject[] {
  return objects
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ metadata: { name }, spec }) => {
      const template = spec?.['template'] as { readonly metadata: JsonObject; readonly spec: JsonObject }; // a Deployment has one
      return {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { ...template.metadata, name, namespace },
        spec: template.spec,
      };
    });
}

test('accepts every manifest, strictly and without a warning', async () => {
  const namespaces = manifests().filter(({ kind }) => kind === 'Namespace');
  expect(await apply(namespaces)).toMatchObject({ exitCode: 0, stderr: '' });
  const end = await apply(manifests(), '--dry-run=server');
  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  expect(end.stdout.trim().split('\n')).toHaveLength(manifests().length);
});

test('accepts them again when they are there already', async () => {
  for (let round = 0; round < 2; round++) {
    expect(await apply(manifests())).toMatchObject({ exitCode: 0, stderr: '' });
  }
});

test('accepts the YAML that cdk8s writes, proxies included', async () => {
  const app = new App();
  const mesh = new Mesh(app, 'yaml');
  const reviews = new Service(mesh, 'reviews', { ports: { http: 9080 }, versions: { v1: { image: 'reviews:1' } } });
  new Service(mesh, 'page', { ports: { http: 9080 }, versions: { v1: { image: 'page:1' } }, calls: [reviews] });
  new Gateway(mesh, 'ingress', { ports: { http: 80 } }).route({ to: reviews });
  const end = await kube.kubectl(['apply', '--validate=strict', '-f', '-'], app.synthYaml());
  expect(end).toMatchObject({ exitCode: 0 });
  expect(end.stderr.replaceAll(vainWarning, '')).toBe('');
});

test.each(['default', 'external'] as const)(
  'admits the pods to their own namespace with redirect %s',
  async (redirect) => {
    const options: KubernetesOptions = redirect === 'default' ? {} : { redirect };
    const level = emitShop(parts, options).manifest('mesh/namespace').metadata.labels[
      'pod-security.kubernetes.io/enforce'
    ];
    await makeNamespace(`own-${redirect}`, level ?? '');
    const end = await apply(podsOf(manifests(options), `own-${redirect}`), '--dry-run=server');
    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  },
);

test('meets Pod Security "restricted" where the cluster redirects', async () => {
  await makeNamespace('restricted', 'restricted');
  const end = await apply(podsOf(manifests({ redirect: 'external' }), 'restricted'), '--dry-run=server');
  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
});

test('meets Pod Security "restricted" in everything but the redirect container', async () => {
  await makeNamespace('strict', 'restricted');
  const pods = podsOf(manifests(), 'strict').filter(({ spec }) => (spec as JsonObject)['initContainers'] !== undefined);
  const { exitCode, stderr } = await apply(pods, '--dry-run=server');
  expect(exitCode).not.toBe(0);
  const refusals = stderr.split('\n').filter((line) => line.includes('violates PodSecurity'));
  expect(refusals).toHaveLength(pods.length);
  for (const refusal of refusals) {
    const containers = [...refusal.matchAll(/containers? "([^)]*?)" must/g)].map(([, names]) => names);
    expect(new Set(containers)).toEqual(new Set(['redirect']));
  }
});

test('meets Pod Security "baseline" in everything but NET_ADMIN', async () => {
  await makeNamespace('base', 'baseline');
  const pods = podsOf(manifests(), 'base').filter(({ spec }) => (spec as JsonObject)['initContainers'] !== undefined);
  const { stderr } = await apply(pods, '--dry-run=server');
  const refusals = stderr.split('\n').filter((line) => line.includes('violates PodSecurity'));
  expect(refusals).toHaveLength(pods.length);
  for (const refusal of refusals) {
    expect(refusal).toContain(
      'violates PodSecurity "baseline:latest": non-default capabilities (container "redirect" must not include "NET_ADMIN" in securityContext.capabilities.add)',
    );
  }
});

test.each([
  [1_048_576, 0],
  [1_048_577, 1],
])('sides with the limit of config-map-too-large at %i bytes', async (bytes, exitCode) => {
  await makeNamespace('limits', 'privileged');
  const data = { 'a.json': 'x'.repeat(bytes - 1000), 'b.json': 'y'.repeat(1000) };
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'big', namespace: 'limits' }, data };
  expect((await apply([configMap], '--dry-run=server')).exitCode).toBe(exitCode);
});

test('takes files of more than 256 KiB by server-side apply only, as the guide says', async () => {
  await makeNamespace('large', 'privileged');
  const metadata = { name: 'large', namespace: 'large' };
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'a.json': 'x'.repeat(262_144) } };
  expect(await apply([configMap], '--dry-run=server')).toMatchObject({ exitCode: 0 });
  const clientSide = await kube.kubectl(['apply', '--dry-run=server', '-f', '-'], JSON.stringify(configMap));
  expect(clientSide.stderr).toContain('metadata.annotations: Too long');
});
