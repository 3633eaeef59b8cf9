import { join } from 'node:path';
import type { JsonObject, KubernetesManifest } from '../../../lib/targets/kubernetes/kubernetes-manifest.js';
import type { RunningProcess } from '../processes.js';
import { containerOf, type ContainerProcess } from './container-of.js';
import { mountFiles } from './mount-files.js';
import type { PodNetwork } from './pod-network.js';

/** A pod of a Deployment that runs. */
export interface RunningPod {
  readonly name: string;
  readonly address: string;
  readonly proxy: RunningProcess;
  /** The workload's container, for further processes in it. */
  readonly app: ContainerProcess | undefined;
  /** The redirect's container, where there is one. */
  readonly redirect: ContainerProcess | undefined;
}

/** What a pod is run from. */
export interface PodInput {
  readonly network: PodNetwork;
  readonly deployment: KubernetesManifest;
  readonly manifests: readonly KubernetesManifest[];
  /** Tells whether a path answers 200 to the kubelet, for example `http://10.77.0.11:15021/healthz/ready`. */
  readonly answers: (url: string) => Promise<boolean>;
  /** Files of the projected volume that proves a pod to its control plane, by name. @default - there is none */
  readonly proof?: Readonly<Record<string, string>>;
}

/**
 * Runs the pod of a Deployment as the kubelet does: mounts its ConfigMap, runs the redirect to its end, starts the
 * proxy, waits for its startup probe, then starts the workload. Commands, users, capabilities and variables are the
 * manifest's.
 */
export async function runPod({ network, deployment, manifests, answers, proof }: PodInput): Promise<RunningPod> {
  const { name } = deployment.metadata;
  const address = network.addressOf(name);
  const pod = podSpec(deployment);
  await mountFiles(join(network.etcOf(name), 'meshwright'), configMapOf(pod, manifests).data ?? {});
  if (proof !== undefined) await mountFiles(join(network.runOf(name), 'secrets/meshwright'), proof);
  const fields = { 'metadata.name': `${name}-0`, 'metadata.namespace': deployment.metadata.namespace ?? '' };
  const containers = [...(pod.initContainers ?? []), ...pod.containers];
  const find = (id: string): ContainerProcess | undefined => {
    const found = containers.find((container) => container['name'] === id);
    return found === undefined ? undefined : containerOf(found, fields);
  };
  const [redirect, envoy, app] = [find('redirect'), find('envoy'), find('app')];
  if (envoy === undefined) throw new Error(`the pod of ${name} has no proxy`);
  await setSysctls(network, name, pod);
  if (redirect !== undefined) await network.run(name, redirect.command, redirect.container);
  const isReady = (): Promise<boolean> => answers(`http://${address}:15021/healthz/ready`);
  const proxy = await network.start(name, envoy.command, { container: envoy.container, isReady });
  if (app !== undefined) {
    const isListening = (output: string): boolean => output.includes('ready');
    await network.start(name, app.command, { container: app.container, isReady: isListening });
  }
  return { name, address, proxy, app, redirect };
}

interface PodSpec {
  readonly initContainers?: readonly JsonObject[];
  readonly containers: readonly JsonObject[];
  readonly volumes: readonly { readonly configMap?: { readonly name: string } }[];
  readonly securityContext: { readonly sysctls?: readonly { readonly name: string; readonly value: string }[] };
}

function podSpec({ spec }: KubernetesManifest): PodSpec {
  return (spec?.['template'] as unknown as { readonly spec: PodSpec }).spec; // a Deployment of ours has this form
}

function configMapOf({ volumes }: PodSpec, manifests: readonly KubernetesManifest[]): KubernetesManifest {
  const name = volumes.find(({ configMap }) => configMap !== undefined)?.configMap?.name;
  const found = manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name);
  if (found === undefined) throw new Error(`there is no ConfigMap ${String(name)}`);
  return found;
}

async function setSysctls(network: PodNetwork, pod: string, { securityContext }: PodSpec): Promise<void> {
  for (const { name, value } of securityContext.sysctls ?? []) await network.setSysctl(pod, name, value);
}
