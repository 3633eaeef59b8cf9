import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'cdk8s';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Gateway, Mesh, Service, path } from '../../../constructs/index.js';
import type { JsonValue, KubernetesManifest } from '../../../lib/targets/kubernetes/kubernetes-manifest.js';
import { canMakePods } from '../../support/pod-network/can-make-pods.js';
import { createPodNetwork, type Container, type PodNetwork } from '../../support/pod-network/pod-network.js';
import { runPod, type RunningPod } from '../../support/pod-network/run-pod.js';
import { findTool } from '../../support/tools.js';

const scripts = fileURLToPath(new URL('../../support/pod-network', import.meta.url));
const envoy = await findTool('envoy');
const test = it.skipIf(envoy.isMissing || !(await canMakePods()));

/** What came of a connection, as `connect.mjs` prints it. */
interface Outcome {
  readonly kind: 'answered' | 'closed' | 'failed';
  readonly status?: number;
  readonly body?: string;
  readonly code?: string;
}

/** What the app of a pod saw of a request, as `echo-app.mjs` answers. */
interface Seen {
  readonly name: string;
  readonly from: string;
  readonly headers: Readonly<Record<string, string>>;
}

let network: PodNetwork;
let podByName: ReadonlyMap<string, RunningPod>;

beforeAll(async () => {
  if (envoy.isMissing || !(await canMakePods())) return;
  const manifests = synthesize();
  const deployments = manifests.filter(({ kind }) => kind === 'Deployment');
  const images = { '/usr/local/bin': dirname(envoy.path), '/opt': scripts };
  network = await createPodNetwork({
    pods: deployments.map(({ metadata }) => metadata.name),
    namespace: 'shop',
    images,
  });
  await network.startOnNode(
    ['node', `${scripts}/dns-responder.mjs`, network.nodeAddress, JSON.stringify(dnsTable(manifests))],
    (output) => output.includes('ready'),
  );
  const answers = async (url: string): Promise<boolean> => (await fromNode(url)).status === 200;
  const pods = await Promise.all(deployments.map((deployment) => runPod({ network, deployment, manifests, answers })));
  podByName = new Map(pods.map((pod) => [pod.name, pod]));
});

afterAll(async () => {
  await (network as PodNetwork | undefined)?.remove();
});

/** The objects that `cdk8s synth` writes for a shop. Callers of reviews use port 80, its pods listen on 9080. */
function synthesize(): KubernetesManifest[] {
  const mesh = new Mesh(new App(), 'shop');
  const app = (...args: string[]): { image: string; command: string[] } => ({
    image: 'echo',
    command: ['node', '/opt/echo-app.mjs', ...args],
  });
  const http = { port: 80, targetPort: 9080, protocol: 'http' } as const;
  const reviews = new Service(mesh, 'reviews', {
    ports: { http },
    versions: {
      v1: { ...app('reviews', 'http:9080', 'http:7777', 'http:8081'), probes: { liveness: { http: '/', port: 8081 } } },
      v2: app('reviews-v2', 'http:9080'),
    },
  });
  reviews.route({ match: path.prefix('/new'), to: reviews.version('v2') });
  reviews.route({ to: reviews.version('v1') });
  new Service(mesh, 'ratings', { ports: { http }, versions: { v1: app('ratings', 'http:9080') } });
  const db = new Service(mesh, 'db', { ports: { tcp: 5432 }, versions: { v1: app('db', 'tcp:5432') } });
  const productpage = new Service(mesh, 'productpage', {
    ports: { http },
    versions: { v1: app('productpage', 'http:9080') },
    calls: [db, reviews],
  });
  const ingress = new Gateway(mesh, 'ingress', { ports: { http: 80 } });
  ingress.route({ to: productpage });
  return mesh.toJson() as KubernetesManifest[]; // the mesh's own objects
}

/** What cluster DNS says: headless Services have the addresses of their pods, others one that leads nowhere. */
function dnsTable(manifests: readonly KubernetesManifest[]): Record<string, readonly string[]> {
  const services = manifests.filter(({ kind }) => kind === 'Service');
  const entries = services.map(({ metadata: { name }, spec = {} }, index): [string, string[]] => {
    const nowhere = [`10.96.0.${String(10 + index)}`];
    const addresses = spec['clusterIP'] === 'None' ? addressesOf(spec['selector'], manifests) : nowhere;
    return [`${name}.shop.svc.cluster.local`, addresses];
  });
  return Object.fromEntries(entries);
}

function addressesOf(selector: JsonValue | undefined, manifests: readonly KubernetesManifest[]): string[] {
  const wanted = Object.entries(selector as Record<string, string>); // a Service of ours has one
  return manifests
    .filter(
      ({ kind, metadata }) => kind === 'Deployment' && wanted.every(([key, value]) => metadata.labels[key] === value),
    )
    .map(({ metadata }) => network.addressOf(metadata.name));
}

function podOf(service: string): RunningPod {
  const pod = podByName.get(`${service}-v1`);
  if (pod === undefined) throw new Error(`no pod of ${service}`);
  return pod;
}

async function fromNode(url: string): Promise<Outcome> {
  return JSON.parse(await network.runOnNode(['node', `${scripts}/connect.mjs`, url])) as Outcome;
}

/** Connects from the workload of a service, as its user and with its variables. */
async function fromApp(service: string, url: (env: Container['env']) => string | undefined): Promise<Outcome> {
  const { name, app } = podOf(service);
  if (app === undefined) throw new Error(`${service} has no workload`);
  const command = ['node', '/opt/connect.mjs', url(app.container.env) ?? ''];
  return JSON.parse(await network.run(name, command, app.container)) as Outcome;
}

function seenBy({ body = '{}' }: Outcome): Seen {
  return JSON.parse(body) as Seen;
}

async function metric(service: string, line: RegExp): Promise<number> {
  const { body = '' } = await fromNode(`http://${podOf(service).address}:15090/stats/prometheus`);
  return Number(line.exec(body)?.[1] ?? 0);
}

// A connection that reached a proxy and was ended by it, as HTTP and TCP clients see it.
const ended = { kind: 'failed', code: 'ECONNRESET' } as const;
const closed = { kind: 'closed' } as const;

const requestsToReviews = /^envoy_cluster_upstream_rq_total\{envoy_cluster_name="reviews\/v1\/http"\} (\d+)$/m;

test('carries a declared call through both proxies', async () => {
  const before = await metric('productpage', requestsToReviews);
  const outcome = await fromApp('productpage', (env) => env['REVIEWS_URL']);
  expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
  // The workload is reached by its own proxy only, which stands beside it.
  expect(seenBy(outcome)).toMatchObject({ name: 'reviews', from: '127.0.0.1' });
  expect(await metric('productpage', requestsToReviews)).toBe(before + 1);
});

test('finds a callee by any name that Kubernetes gives it', async () => {
  for (const host of ['reviews', 'reviews.shop', 'reviews.shop.svc.cluster.local']) {
    expect(seenBy(await fromApp('productpage', () => `http://${host}/`)).name).toBe('reviews');
  }
});

test('sends a request to the pods of the version that its route names', async () => {
  expect(seenBy(await fromApp('productpage', (env) => `${env['REVIEWS_URL'] ?? ''}/new`)).name).toBe('reviews-v2');
  expect(seenBy(await fromApp('productpage', (env) => `${env['REVIEWS_URL'] ?? ''}/old`)).name).toBe('reviews');
});

test('carries a declared TCP connection through both proxies', async () => {
  const outcome = await fromApp('productpage', (env) => env['DB_URL']);
  expect(outcome).toEqual({ kind: 'answered', body: 'db from 127.0.0.1: hello' });
});

test('answers a call that is not declared with 502', async () => {
  const outcome = await fromApp('productpage', () => 'http://ratings/');
  expect(outcome).toMatchObject({ kind: 'answered', status: 502 });
  expect(outcome.body).not.toContain('"name":"ratings"');
});

test('closes a connection that no call explains, whatever its address', async () => {
  const { address } = podOf('ratings');
  expect(await fromNode(`http://${address}:9080/`)).toMatchObject({ status: 200 }); // it is there
  expect(await fromApp('productpage', () => 'http://ratings:9080/')).toEqual(ended);
  expect(await fromApp('productpage', () => `http://${address}:9080/`)).toEqual(ended);
  expect(await fromApp('productpage', () => `tcp://${address}:9080`)).toEqual(closed);
});

test('lets a workload that declares no call reach nobody', async () => {
  expect(await fromApp('ratings', () => 'http://reviews/')).toEqual(ended);
});

test('leads the kubelet through the proxy to a declared port and to one that is only probed', async () => {
  for (const port of [9080, 8081]) {
    const outcome = await fromNode(`http://${podOf('reviews').address}:${String(port)}/`);
    expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
    expect(seenBy(outcome)).toMatchObject({ name: 'reviews', from: '127.0.0.1' });
  }
});

test('lets nobody in on a port that is not declared, though the workload listens there', async () => {
  const url = `http://${podOf('reviews').address}:7777/`;
  expect(await fromApp('reviews', () => url)).toMatchObject({ status: 200 }); // from inside the pod
  expect(await fromNode(url)).toEqual(ended);
});

test('shows the network two pages of the proxy and not the rest', async () => {
  const { address } = podOf('reviews');
  expect(await fromNode(`http://${address}:15021/healthz/ready`)).toMatchObject({ status: 200 });
  expect(await fromNode(`http://${address}:15090/stats/prometheus`)).toMatchObject({ status: 200 });
  expect(await fromNode(`http://${address}:15021/quitquitquit`)).toMatchObject({ status: 404 });
  expect(await fromNode(`http://${address}:15000/`)).toEqual(ended);
});

test('leaves a pod alone that speaks to itself', async () => {
  for (const host of ['127.0.0.1', podOf('productpage').address]) {
    const outcome = await fromApp('productpage', () => `http://${host}:9080/`);
    expect(seenBy(outcome).name).toBe('productpage');
  }
});

test('lets requests in by a gateway on port 80, which runs without root', async () => {
  const outcome = await fromNode(`http://${network.addressOf('ingress')}/`);
  expect(seenBy(outcome)).toMatchObject({ name: 'productpage', from: '127.0.0.1' });
});

test('takes the rules a second time, as a restarted pod does', async () => {
  const { name, redirect } = podOf('productpage');
  if (redirect === undefined) throw new Error('the pod has no redirect');
  await network.run(name, redirect.command, redirect.container);
  expect(await fromApp('productpage', (env) => env['REVIEWS_URL'])).toMatchObject({ status: 200 });
});

test('cannot change the rules without the capability that the redirect has', async () => {
  const { name, app, redirect } = podOf('productpage');
  if (redirect === undefined || app === undefined) throw new Error('the pod has no redirect');
  const asApp = network.run(name, ['/usr/sbin/nft', 'delete', 'table', 'inet', 'meshwright'], app.container);
  await expect(asApp).rejects.toThrow('Operation not permitted');
  const without = { ...redirect.container, capabilities: [] };
  await expect(network.run(name, redirect.command, without)).rejects.toThrow('Operation not permitted');
  // Kubernetes gives a user other than root no capability but in the bounding set: that is why the redirect is root.
  const notRoot = { ...redirect.container, user: 1337 };
  await expect(network.run(name, redirect.command, notRoot)).rejects.toThrow('Operation not permitted');
});

test('lets nothing through once the proxy is gone', async () => {
  await podOf('productpage').proxy.stop();
  expect(await fromApp('productpage', (env) => env['REVIEWS_URL'])).toMatchObject({
    kind: 'failed',
    code: 'ECONNREFUSED',
  });
  expect(await fromNode(`http://${podOf('productpage').address}:9080/`)).toMatchObject({ kind: 'failed' });
});
