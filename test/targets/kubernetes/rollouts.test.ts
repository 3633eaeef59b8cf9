import { App } from 'cdk8s';
import { expect, it } from 'vitest';
import { errorRatio, Mesh, paced, Rollout, Service, type KubernetesProps } from '../../../constructs/index.js';
import { createPlanReader } from '../../../lib/rollout/plan/read-plan.js';
import type { JsonObject, KubernetesManifest } from '../../../lib/targets/kubernetes/kubernetes-manifest.js';

const withoutController = { image: 'example.com/meshwright:1', passphraseSecret: 'ca' };
const controlPlane = { ...withoutController, rollouts: { prometheus: 'http://prometheus.monitoring:9090' } };

function synthesize(
  kubernetes: KubernetesProps,
  rollouts: readonly string[] = ['release'],
): readonly KubernetesManifest[] {
  const mesh = new Mesh(new App(), 'shop', { kubernetes });
  for (const name of rollouts) {
    const versions = { v1: { image: 'app:1', replicas: 4 }, v2: { image: 'app:2', replicas: 5 } };
    const of = new Service(mesh, `app-${name}`, { ports: { http: 9080 }, versions });
    of.route({ to: of.version('v1') });
    new Service(mesh, `caller-${name}`, { ports: { http: 80 }, versions: { v1: { image: 'caller:1' } }, calls: [of] });
    const strategy = paced({ first: 1, most: 50 });
    new Rollout(mesh, name, { of, from: 'v1', to: 'v2', strategy, criteria: [errorRatio({ margin: 0.5 })] });
  }
  return mesh.toJson() as KubernetesManifest[]; // the mesh's own objects
}

function find(manifests: readonly KubernetesManifest[], kind: string, name: string): KubernetesManifest {
  const found = manifests.find((each) => each.kind === kind && each.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

const ofRollouts = (manifests: readonly KubernetesManifest[]): readonly string[] =>
  manifests
    .filter(({ kind, metadata }) => /rollout|controller/.test(`${kind} ${metadata.name}`.toLowerCase()))
    .map(({ kind, metadata }) => `${kind}/${metadata.name}`);

function podOf(manifests: readonly KubernetesManifest[]): JsonObject {
  const template = find(manifests, 'Deployment', 'meshwright-controller').spec?.['template'] as JsonObject; // it has one
  return template['spec'] as JsonObject; // and a pod
}

it('writes what rollouts need, what others need first', () => {
  expect(ofRollouts(synthesize({ controlPlane }, ['a', 'b']))).toEqual([
    'CustomResourceDefinition/rollouts.meshwright.dev',
    'ServiceAccount/meshwright-controller',
    'Role/meshwright-controller',
    'RoleBinding/meshwright-controller',
    'ConfigMap/meshwright-rollouts-past',
    'NetworkPolicy/meshwright-controller',
    'Deployment/meshwright-controller',
    'Lease/meshwright-rollouts',
    'PodDisruptionBudget/meshwright-controller',
    'Rollout/a',
    'Rollout/b',
  ]);
});

it('writes nothing of it without rollouts, or where nobody asks for it', () => {
  expect(ofRollouts(synthesize({ controlPlane }, []))).toEqual([]);
  expect(ofRollouts(synthesize({ controlPlane: withoutController }))).toEqual([]);
  expect(ofRollouts(synthesize({}))).toEqual([]);
});

it('writes plans that the controller reads', () => {
  const { spec, metadata } = find(synthesize({ controlPlane }), 'Rollout', 'release');
  expect(createPlanReader()(spec)).toMatchObject({ kind: 'read', plan: { name: metadata.name, planVersion: 1 } });
});

it('leaves the replicas of a canary to the controller, and no others', () => {
  const manifests = synthesize({ controlPlane });
  const canary = find(manifests, 'Deployment', 'app-release-v2');
  expect(canary.spec?.['replicas']).toBeUndefined();
  expect(canary.metadata.annotations).toEqual({ 'meshwright.dev/replicas': '5' });
  const stable = find(manifests, 'Deployment', 'app-release-v1');
  expect(stable.spec?.['replicas']).toBe(4);
  expect(stable.metadata.annotations).toBeUndefined();
  expect(find(synthesize({}), 'Deployment', 'app-release-v2').spec?.['replicas']).toBe(5);
});

it('lets the controller touch the Deployments of versions that are rolled out, and no others', () => {
  const { rules = [] } = find(synthesize({ controlPlane }, ['a', 'b']), 'Role', 'meshwright-controller');
  for (const resource of ['deployments', 'deployments/scale']) {
    const rule = rules.find(({ resources }) => (resources as readonly string[]).includes(resource));
    expect(rule?.['resourceNames']).toEqual(['app-a-v1', 'app-a-v2', 'app-b-v1', 'app-b-v2']);
  }
});

it('writes the pod of the controller', async () => {
  const pod = podOf(synthesize({ controlPlane }));
  await expect(`${JSON.stringify(pod, undefined, 2)}\n`).toMatchFileSnapshot('golden/controller-pod.json');
});

it('tells the controller of Prometheus, of who may ask it, and whose certificate the mesh API has', () => {
  const rollouts = { ...controlPlane.rollouts, prometheusMatchers: 'namespace="shop"', tokenSecret: 'mine' };
  const secrets = { apiCertificateSecret: 'tls', apiTokensSecret: 'tokens' };
  const pod = podOf(synthesize({ controlPlane: { ...controlPlane, ...secrets, rollouts } }));
  const [{ args = [] } = {}] = pod['containers'] as readonly { readonly args?: readonly string[] }[];
  const given = (flag: string): string | undefined => args[args.indexOf(flag) + 1];
  expect(given('--prometheus')).toBe('http://prometheus.monitoring:9090');
  expect(given('--prometheus-matchers')).toBe('namespace="shop"');
  expect(given('--mesh-api')).toBe('https://meshwright.shop.svc.cluster.local:15050');
  const files = ['--mesh-api-token-file', '--tokens', '--mesh-api-ca'].map(given);
  const mounts = (pod['containers'] as readonly { readonly volumeMounts: readonly { mountPath: string }[] }[])[0]?.volumeMounts; // prettier-ignore
  expect(files.map((file) => file?.replace(/\/[^/]+$/, ''))).toEqual(mounts?.map(({ mountPath }) => mountPath));
  const volumes = pod['volumes'] as readonly { readonly secret: { readonly secretName: string } }[];
  expect(volumes.map(({ secret }) => secret.secretName)).toEqual(['mine', 'tokens', 'tls']);
});

it('lets the controller in at the mesh API where others have to come from one namespace', () => {
  const policy = find(synthesize({ controlPlane, metricsNamespace: 'monitoring' }), 'NetworkPolicy', 'meshwright');
  const { ingress } = policy.spec as unknown as { ingress: readonly { from: readonly object[] }[] };
  expect(ingress[1]?.from).toContainEqual({ podSelector: { matchLabels: { app: 'meshwright-controller' } } });
});
