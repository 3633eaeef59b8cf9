import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { App } from 'cdk8s';
import { errorRatio, Mesh, paced, Rollout, Service } from '../../../constructs/index.js';
import type { KubernetesManifest } from '../../../lib/targets/kubernetes/kubernetes-manifest.js';
import { rolloutNames } from '../../../lib/targets/kubernetes/rollout-names.js';
import { eventually } from '../eventually.js';
import { type Kube, startKube } from '../kube.js';
import { temporaryFolderOfFile } from '../temporary-folder-of-file.js';

/** An API server with what `synth` writes of a shop with a rollout. */
export interface RolloutKube extends Kube {
  /** What `synth` has written. */
  readonly manifests: readonly KubernetesManifest[];
  /** Lets in as the controller's service account, with the rights that `synth` gives it and no others. */
  readonly kubeConfig: KubeConfig;
  /** File with the same. */
  readonly kubeconfigOfController: string;
  /** As an administrator, in the namespace of the shop; gives what kubectl prints, and throws where it fails. */
  readonly admin: (args: readonly string[], stdin?: string) => Promise<string>;
  /** Gives the warnings that it prints. */
  readonly apply: (objects: readonly object[]) => Promise<string>;
}

// Kubernetes before 1.34.2 says so of every headless Service, whatever it says: github.com/kubernetes/kubernetes/issues/134040
const vainWarning = 'Warning: spec.SessionAffinity is ignored for headless services\n';

/** The objects that `cdk8s synth` writes of a shop with a control plane, and the rollout `release` of `reviews` from v1 to v2. */
export function synthesizeRollout(): readonly KubernetesManifest[] {
  const mesh = new Mesh(new App(), 'shop', {
    kubernetes: {
      controlPlane: {
        ...{ image: 'example.com/meshwright:1', passphraseSecret: 'ca' },
        rollouts: { prometheus: 'http://prometheus:9090' },
      },
    },
  });
  const versions = { v1: { image: 'reviews:1', replicas: 4 }, v2: { image: 'reviews:2', replicas: 5 } };
  const reviews = new Service(mesh, 'reviews', { ports: { http: 9080 }, versions });
  reviews.route({ to: reviews.version('v1') });
  new Service(mesh, 'page', { ports: { http: 9080 }, versions: { v1: { image: 'page:1' } }, calls: [reviews] });
  new Rollout(mesh, 'release', {
    ...{ of: reviews, from: 'v1', to: 'v2' },
    strategy: paced({ first: 1, most: 50 }),
    criteria: [errorRatio({ margin: 0.5 })],
  });
  return mesh.toJson() as KubernetesManifest[]; // the mesh's own objects
}

/** Starts it, and applies what `synth` writes as its user does. */
export async function startRolloutKube(): Promise<RolloutKube> {
  const kube = await startKube({ access: 'rbac' });
  const manifests = synthesizeRollout();
  const kubectl = async (args: readonly string[], stdin?: string): Promise<{ stdout: string; stderr: string }> => {
    const { exitCode, stdout, stderr } = await kube.kubectl(['-n', 'shop', ...args], stdin);
    if (exitCode !== 0) throw new Error(stderr);
    return { stdout: stdout.trim(), stderr: stderr.replaceAll(vainWarning, '') };
  };
  const admin = async (args: readonly string[], stdin?: string): Promise<string> => (await kubectl(args, stdin)).stdout;
  const apply = async (objects: readonly object[]): Promise<string> => {
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    return (await kubectl(['apply', '--server-side', '--validate=strict', '-f', '-'], list)).stderr;
  };
  // A kind has to be known before there can be objects of it.
  const first = ['Namespace', 'CustomResourceDefinition'];
  await apply(manifests.filter(({ kind }) => first.includes(kind)));
  await eventually(async () => (await kube.kubectl(['-n', 'shop', 'get', 'rollouts'])).exitCode === 0, 60_000);
  await apply(manifests);
  const token = await admin(['create', 'token', rolloutNames.controller, '--duration', '1h']);
  const config = JSON.parse(await admin(['config', 'view', '--raw', '-o', 'json'])) as object;
  const path = join(temporaryFolderOfFile(), 'controller.json');
  writeFileSync(path, JSON.stringify({ ...config, users: [{ name: 'test', user: { token } }] }));
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(path);
  return { ...kube, manifests, kubeConfig, kubeconfigOfController: path, admin, apply };
}
