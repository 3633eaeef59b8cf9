import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { credentials } from '@grpc/grpc-js';
import { App } from 'cdk8s';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { Gateway, Mesh, Service } from '../../../constructs/index.js';
import { controlPlaneRules } from '../../../lib/targets/kubernetes/control-plane-rules.js';
import type { JsonObject, KubernetesManifest } from '../../../lib/targets/kubernetes/kubernetes-manifest.js';
import { eventually as eventuallyIn } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { startKube, type Kube } from '../../support/kube.js';
import { actOf, auditedActs } from '../../support/kubernetes/audited-acts.js';
import { endpointSlices } from '../../support/kubernetes/endpoint-slices.js';
import { canMakePods } from '../../support/pod-network/can-make-pods.js';
import { mountFiles } from '../../support/pod-network/mount-files.js';
import { createPodNetwork, type PodNetwork } from '../../support/pod-network/pod-network.js';
import { runPod, type RunningPod } from '../../support/pod-network/run-pod.js';
import { startProcess, type RunningProcess } from '../../support/processes.js';
import { temporaryFolderOfFile } from '../../support/temporary-folder-of-file.js';
import { findTool } from '../../support/tools.js';
import { askAs } from '../../support/xds/ask-as.js';

const scripts = fileURLToPath(new URL('../../support/pod-network', import.meta.url));
const main = fileURLToPath(new URL('../../../build/lib/cli/main.js', import.meta.url));
const envoy = await findTool('envoy');
const needed = [envoy, await findTool('etcd'), await findTool('kube-apiserver'), await findTool('kubectl')];
const isMissing = needed.some((tool) => tool.isMissing) || !(await canMakePods());
const test = it.skipIf(isMissing);
const eventually = (isTrue: () => boolean | Promise<boolean>): Promise<void> => eventuallyIn(isTrue, 60_000);

const account = 'system:serviceaccount:shop:meshwright';

let kube: Kube;
let manifests: readonly KubernetesManifest[];
let network: PodNetwork;
let plane: ServedPlane;
const podByName = new Map<string, RunningPod>();

beforeAll(async () => {
  if (isMissing) return;
  kube = await startKube({ access: 'rbac' });
  manifests = synthesize('v1');
  await apply(manifests.filter(({ kind }) => kind === 'Namespace'));
  await apply(manifests);
  plane = await startPlane();
  network = await createPodNetwork({
    pods: deployments().map(({ metadata }) => metadata.name),
    namespace: 'shop',
    images: { '/usr/local/bin': dirname(envoy.path), '/opt': scripts },
  });
  await joinNetworks();
  await startPods();
}, 300_000);

afterAll(async () => {
  await (network as PodNetwork | undefined)?.remove();
});

/** The objects that `cdk8s synth` writes for a shop with a control plane, whose requests to reviews go to one version. */
function synthesize(version: 'v1' | 'v2'): readonly KubernetesManifest[] {
  const mesh = new Mesh(new App(), 'shop', {
    kubernetes: { controlPlane: { image: 'example.com/meshwright:1', passphraseSecret: 'ca' } },
  });
  const app = (...args: string[]): { image: string; command: string[] } => ({
    image: 'echo',
    command: ['node', '/opt/echo-app.mjs', ...args],
  });
  const http = { port: 80, targetPort: 9080, protocol: 'http' } as const;
  const reviews = new Service(mesh, 'reviews', {
    ports: { http },
    versions: { v1: app('reviews-v1', 'http:9080'), v2: app('reviews-v2', 'http:9080') },
  });
  reviews.route({ to: reviews.version(version) });
  const page = new Service(mesh, 'page', {
    ports: { http },
    versions: { v1: app('page', 'http:9080') },
    calls: [reviews],
  });
  new Gateway(mesh, 'ingress', { ports: { http: 80 } }).route({ to: page });
  return mesh.toJson() as KubernetesManifest[]; // the mesh's own objects
}

async function kubectl(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await kube.kubectl(args);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout.trim();
}

// Kubernetes before 1.34.2 says so of every headless Service, whatever it says: github.com/kubernetes/kubernetes/issues/134040
const vainWarning = 'Warning: spec.SessionAffinity is ignored for headless services\n';

async function apply(objects: readonly object[], ...flags: readonly string[]): Promise<void> {
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const end = await kube.kubectl(['apply', '--server-side', '--validate=strict', ...flags, '-f', '-'], list);
  expect(end).toMatchObject({ exitCode: 0 });
  expect(end.stderr.replaceAll(vainWarning, '')).toBe('');
}

function manifestOf(kind: string, name: string, of = manifests): KubernetesManifest {
  const found = of.find((each) => each.kind === kind && each.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

function deployments(): readonly KubernetesManifest[] {
  return manifests.filter(({ kind, metadata: { name } }) => kind === 'Deployment' && name !== 'meshwright');
}

function templateOf({ spec }: KubernetesManifest): { readonly metadata: JsonObject; readonly spec: JsonObject } {
  return spec?.['template'] as unknown as { readonly metadata: JsonObject; readonly spec: JsonObject }; // a Deployment has one
}

/** A `meshwright serve` as the Deployment of the control plane says, on ports of its own and with folders of this machine. */
interface ServedPlane {
  readonly process: RunningProcess;
  readonly xdsPort: number;
  /** Where the ConfigMap of the mesh is mounted. */
  readonly meshFolder: string;
  readonly ask: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: string }>;
}

async function startPlane(): Promise<ServedPlane> {
  const folder = temporaryFolderOfFile();
  const [xds = 0, api = 0] = await freePorts(2);
  const [container] = templateOf(manifestOf('Deployment', 'meshwright')).spec['containers'] as readonly [JsonObject];
  const meshFolder = join(folder, 'mesh');
  await mountFiles(meshFolder, manifestOf('ConfigMap', 'meshwright-mesh').data ?? {});
  const data = join(folder, 'data');
  mkdirSync(data);
  const args = (container['args'] as readonly string[]).map((text) =>
    text
      .replace('/etc/meshwright/mesh', meshFolder)
      .replace('/var/lib/meshwright', data)
      .replace(/^18000$/, String(xds))
      .replace(/^15050$/, String(api)),
  );
  const process = await startProcess({
    command: globalThis.process.execPath,
    args: [main, ...args],
    env: { KUBECONFIG: await kubeconfigOf(folder), MESHWRIGHT_CA_PASSPHRASE: 'known to this test alone' },
    workingDirectory: folder,
    isReady: (output) => output.includes('ready\n'),
    readyTimeoutMs: 60_000,
  });
  const token = readFileSync(join(data, 'operator-token'), 'utf8').trim();
  return {
    process,
    xdsPort: xds,
    meshFolder,
    ask: async (method, path, body) => {
      const answer = await fetch(`http://127.0.0.1:${String(api)}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: await answer.text() };
    },
  };
}

/** Lets in as the service account that the manifests make, as a pod of it is let in. */
async function kubeconfigOf(folder: string): Promise<string> {
  const admin = JSON.parse(await kubectl('config', 'view', '--raw', '-o', 'json')) as { users: unknown };
  const token = await kubectl('-n', 'shop', 'create', 'token', 'meshwright', '--duration', '1h');
  const path = join(folder, 'kubeconfig.json');
  writeFileSync(path, JSON.stringify({ ...admin, users: [{ name: 'test', user: { token } }] }));
  return path;
}

/** Pods find the control plane at the node's address: their network is apart from that of this machine. */
async function joinNetworks(): Promise<void> {
  const socket = join(temporaryFolderOfFile(), 'xds.sock');
  const relay = ['node', `${scripts}/relay.mjs`];
  const isReady = (output: string): boolean => output.includes('ready');
  await startProcess({
    command: process.execPath,
    args: [`${scripts}/relay.mjs`, `unix:${socket}`, `tcp:127.0.0.1:${String(plane.xdsPort)}`],
    isReady,
  });
  await network.startOnNode([...relay, `tcp:${network.nodeAddress}:18000`, `unix:${socket}`], isReady);
  const services = manifests.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name);
  const addresses: readonly (readonly [string, readonly string[]])[] = [
    // A workload asks for the address of its callee, and its proxy does not care what it is.
    ...services.map((name) => [`${name}.shop.svc.cluster.local`, ['10.96.0.9']] as const),
    ['meshwright.shop.svc.cluster.local', [network.nodeAddress]],
  ];
  const table: unknown = Object.fromEntries(addresses);
  await network.startOnNode(
    ['node', `${scripts}/dns-responder.mjs`, network.nodeAddress, JSON.stringify(table)],
    isReady,
  );
}

/** What the kubelet mounts of the ConfigMap that the control plane fills. */
function shownRoots(): Promise<string> {
  return kubectl('-n', 'shop', 'get', 'configmap', 'meshwright-authority', '-o', 'jsonpath={.data.ca\\.crt}');
}

async function startPods(): Promise<void> {
  await eventually(async () => (await shownRoots()) !== '');
  const roots = await shownRoots();
  const pods = deployments().map((deployment) => ({
    name: `${deployment.metadata.name}-0`,
    address: network.addressOf(deployment.metadata.name),
    labels: templateOf(deployment).metadata['labels'] as Readonly<Record<string, string>>,
  }));
  await apply([
    ...deployments().map((deployment, index) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...templateOf(deployment).metadata, name: pods[index]?.name, namespace: 'shop' },
      spec: templateOf(deployment).spec,
    })),
    ...endpointSlices(
      manifests.filter(({ kind }) => kind === 'Service'),
      pods,
    ),
  ]);
  const answers = async (url: string): Promise<boolean> => (await fromNode(url)).status === 200;
  await Promise.all(
    deployments().map(async (deployment) => {
      const proof = { token: await tokenOf(deployment), 'ca.crt': roots };
      const pod = await runPod({ network, deployment, manifests, answers, proof });
      podByName.set(pod.name, pod);
    }),
  );
}

/** A token as the kubelet asks for it, of the projected volume in the pod's own manifest. */
async function tokenOf(deployment: KubernetesManifest): Promise<string> {
  const { spec } = templateOf(deployment);
  const volumes = spec['volumes'] as readonly { readonly projected?: { readonly sources: readonly JsonObject[] } }[];
  const sources = volumes.flatMap(({ projected }) => projected?.sources ?? []);
  const { audience } = sources.flatMap((source) => source['serviceAccountToken'] ?? [])[0] as { audience: string };
  const pod = `${deployment.metadata.name}-0`;
  const bound = ['--bound-object-kind', 'Pod', '--bound-object-name', pod, '--duration', '1h'];
  const owner = spec['serviceAccountName'] as string; // a pod of ours has one
  return kubectl('-n', 'shop', 'create', 'token', owner, '--audience', audience, ...bound);
}

/** What came of a connection, as `connect.mjs` prints it. */
interface Outcome {
  readonly kind: 'answered' | 'closed' | 'failed';
  readonly status?: number;
  readonly body?: string;
}

async function fromNode(url: string): Promise<Outcome> {
  return JSON.parse(await network.runOnNode(['node', `${scripts}/connect.mjs`, url])) as Outcome;
}

async function fromPage(url: string): Promise<Outcome> {
  const pod = podByName.get('page-v1');
  if (pod?.app === undefined) throw new Error('page does not run');
  return JSON.parse(await network.run(pod.name, ['node', '/opt/connect.mjs', url], pod.app.container)) as Outcome;
}

interface ListedProxies {
  readonly items: readonly { readonly nodeId: string; readonly state: string }[];
}

test('accepts the manifests strictly, without a warning, and again over what the control plane has filled', async () => {
  await apply(manifests, '--dry-run=server');
  await apply(manifests);
  const held = (kind: string): Promise<string> =>
    kubectl('-n', 'shop', 'get', kind, 'meshwright-authority', '-o', 'jsonpath={.data}');
  expect(await held('configmap')).toContain('BEGIN CERTIFICATE');
  expect(await held('secret')).toContain('authority.sealed');
});

test('admits the pods of the control plane to a namespace that is restricted', async () => {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  await apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'strict', labels } }]);
  const { metadata, spec } = templateOf(manifestOf('Deployment', 'meshwright'));
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: 'plane', namespace: 'strict' }, spec };
  await apply([pod], '--dry-run=server');
});

test(
  'serves each pod by the token of its own account, and they call each other by mutual TLS',
  { timeout: 120_000 },
  async () => {
    const outcome = await fromPage('http://reviews/');
    expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
    const seen = JSON.parse(outcome.body ?? '') as { name: string; from: string; headers: Record<string, string> };
    expect(seen).toMatchObject({ name: 'reviews-v1', from: '127.0.0.1' });
    expect(seen.headers['x-forwarded-client-cert']).toContain('URI=spiffe://cluster.local/ns/shop/sa/page');
    const door = await fromNode(`http://${network.addressOf('ingress')}/`);
    expect(door).toMatchObject({ kind: 'answered', status: 200 });

    const { items } = JSON.parse((await plane.ask('GET', '/v1/proxies')).body) as ListedProxies;
    expect(items.map(({ nodeId }) => nodeId).sort()).toEqual([
      'gateway~ingress~ingress-0',
      'sidecar~page/v1~page-v1-0',
      'sidecar~reviews/v1~reviews-v1-0',
      'sidecar~reviews/v2~reviews-v2-0',
    ]);
    const { body } = await plane.ask('GET', '/v1/services/reviews/instances');
    const instances = (JSON.parse(body) as { items: readonly Record<string, unknown>[] }).items;
    expect(instances).toMatchObject([
      { id: 'reviews-v1-0', version: 'v1', ports: { http: 9080 }, address: network.addressOf('reviews-v1') },
      { id: 'reviews-v2-0', version: 'v2', ports: { http: 9080 }, address: network.addressOf('reviews-v2') },
    ]);
  },
);

test(
  'follows the ConfigMap of the mesh as the kubelet swaps it, and no pod is replaced',
  { timeout: 120_000 },
  async () => {
    const name = async (): Promise<unknown> => (JSON.parse((await fromPage('http://reviews/')).body ?? '{}') as { name?: string }).name; // prettier-ignore
    expect(await name()).toBe('reviews-v1');
    const changed = synthesize('v2');
    const unchanged = deployments().map(({ metadata }) => manifestOf('Deployment', metadata.name, changed));
    expect(unchanged).toEqual(deployments());
    await mountFiles(plane.meshFolder, manifestOf('ConfigMap', 'meshwright-mesh', changed).data ?? {});
    await eventually(async () => (await name()) === 'reviews-v2');
  },
);

test('a second replica has the same authority', { timeout: 120_000 }, async () => {
  const sealed = (): Promise<string> =>
    kubectl('-n', 'shop', 'get', 'secret', 'meshwright-authority', '-o', 'jsonpath={.data}');
  const before = await sealed();
  const second = await startPlane();
  onTestFinished(second.process.stop);
  const rootsIn = async ({ ask }: ServedPlane): Promise<unknown> => {
    const { body } = await ask('GET', '/v1/bootstrap/gateway~ingress~1');
    return /"trusted_ca":(\{[^}]*\})/.exec(body)?.[1];
  };
  expect(await rootsIn(second)).toContain('BEGIN CERTIFICATE');
  expect(await rootsIn(second)).toBe(await rootsIn(plane));
  expect(await sealed()).toBe(before);
});

test('has exactly the rights that it uses', { timeout: 120_000 }, async () => {
  const instance = '/v1/services/mail/instances/outside';
  const described = { address: '192.0.2.7', ports: { smtp: 25 }, ttlMs: 60_000 };
  const steps: readonly (readonly [string, string, unknown, number])[] = [
    ['PUT', '/v1/services/mail', { metadata: { team: 'post' } }, 201],
    ['PUT', '/v1/services/mail', { metadata: {} }, 200],
    ['PUT', instance, described, 201],
    ['PUT', instance, { ...described, weight: 7 }, 200],
    ['PUT', '/v1/services/mail/instances/here', { ...described, address: '127.0.0.1' }, 422],
    ['DELETE', instance, undefined, 204],
    ['DELETE', '/v1/services/mail', undefined, 204],
  ];
  for (const [method, path, body, status] of steps)
    expect(await plane.ask(method, path, body), `${method} ${path}`).toMatchObject({ status });

  const granted = [...controlPlaneRules.namespace, ...controlPlaneRules.cluster].flatMap((rule) => {
    const { apiGroups, resources, verbs, resourceNames = [''] } = rule as unknown as Readonly<Record<string, string[]>>;
    return (verbs ?? []).map((verb) => actOf(verb, apiGroups?.[0] ?? '', resources?.[0] ?? '', resourceNames[0]));
  });
  const acts = auditedActs(kube, account);
  expect(acts.filter(({ status }) => status === 403)).toEqual([]);
  expect([...new Set(acts.map(({ act }) => act))].sort()).toEqual([...granted].sort());
});

test('without one of its rights it says so, and goes on when it has it again', { timeout: 120_000 }, async () => {
  const role = manifestOf('Role', 'meshwright');
  const rules = (role.rules ?? []).map((rule) => ({
    ...rule,
    verbs: (rule['verbs'] as readonly string[]).filter((verb) => verb !== 'create'),
  }));
  await apply([{ ...role, rules }]);
  await eventually(async () => (await plane.ask('PUT', '/v1/services/post', {})).status === 503);
  expect((await plane.ask('PUT', '/v1/services/post', {})).body).toContain('cannot create resource');
  await apply([role]);
  await eventually(async () => (await plane.ask('PUT', '/v1/services/post', {})).status === 201);

  const page = manifestOf('Deployment', 'page-v1');
  const channel = credentials.createSsl(Buffer.from(await shownRoots()), null, null, {
    checkServerIdentity: () => undefined,
  });
  // Each time a token that it has not seen yet.
  const ask = async (): Promise<string> =>
    askAs({ port: plane.xdsPort, channel, nodeId: 'sidecar~page/v1~1', token: await tokenOf(page) });
  const binding = manifestOf('ClusterRoleBinding', 'meshwright-token-review-shop');
  await kubectl('delete', 'clusterrolebinding', binding.metadata.name);
  await eventually(async () => (await ask()).includes('the Kubernetes API server cannot be asked, or forbids it'));
  await apply([binding]);
  await eventually(async () => (await ask()) === 'served');
});
