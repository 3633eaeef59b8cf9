import type { JsonObject } from './kubernetes-manifest.js';
import { wholeSeconds } from './whole-seconds.js';

/** What Deployments differ in. */
export interface DeploymentInput {
  /** Absent: a controller sets them. */
  readonly replicas?: number;
  readonly selector: Readonly<Record<string, string>>;
  /** Labels of the pods; they contain the selector. */
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly configMap: string;
  readonly initContainers: readonly JsonObject[];
  readonly container: JsonObject;
  /** Besides the one with the proxy's files. */
  readonly volumes: readonly JsonObject[];
  /** Ports that containers listen on. */
  readonly ports: readonly number[];
  readonly drainMs: number;
}

/** What a container may take to end after its drain, in seconds. */
const stopSeconds = 30;

/** Makes the Deployment that workloads and gateways share: how pods are replaced, spread, secured and stopped. */
export function deploymentSpec(input: DeploymentInput): JsonObject {
  const { replicas, selector, labels } = input;
  return {
    ...(replicas === undefined ? {} : { replicas }),
    selector: { matchLabels: selector },
    // A new pod must be ready before an old one goes, so a version never has fewer pods than it asks for.
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '25%' } },
    minReadySeconds: 5,
    revisionHistoryLimit: 3,
    template: { metadata: { labels }, spec: podSpec(input) },
  };
}

function podSpec(input: DeploymentInput): JsonObject {
  const { serviceAccount, configMap, initContainers, container, volumes, drainMs, selector } = input;
  return {
    serviceAccountName: serviceAccount,
    // Neither the proxy nor, unless the user patches it, the workload speaks to the Kubernetes API.
    automountServiceAccountToken: false,
    // Variables for every Service of the namespace would collide with those of declared calls.
    enableServiceLinks: false,
    securityContext: podSecurityContext(input.ports),
    ...(initContainers.length === 0 ? {} : { initContainers }),
    containers: [container],
    volumes: [{ name: 'envoy-config', configMap: { name: configMap } }, ...volumes],
    terminationGracePeriodSeconds: wholeSeconds(drainMs) + stopSeconds,
    topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: selector },
      // Counts the pods of one revision only, so that a rollout ends as evenly spread as it began.
      matchLabelKeys: ['pod-template-hash'],
    })),
  };
}

function podSecurityContext(ports: readonly number[]): JsonObject {
  return {
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
    // Lets a user that is not root listen below 1024; Kubernetes counts it among the safe sysctls.
    ...(ports.some((port) => port < 1024)
      ? { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] }
      : {}),
  };
}
