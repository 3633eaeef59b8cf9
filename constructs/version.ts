import { Duration } from 'cdk8s';
import type { Origin } from '../lib/diagnostics/origin.js';
import type { Port } from '../lib/ir/port.js';
import type { EnvValue, Probe, Probes, Resources, Version } from '../lib/ir/version.js';
import { compareText } from '../lib/util/compare-text.js';
import { lowerDuration } from './internal/lower-duration.js';
import { lowerPerformance, type PerformanceProps } from './performance.js';
import { lowerDestinationPolicies, type DestinationPolicyProps } from './policies/destination-policies.js';

/** One version of a service: its own workload, with its own share of the traffic. */
export interface VersionProps extends DestinationPolicyProps {
  /** Container image, as Kubernetes pulls it; `meshwright up` runs `local` instead. */
  readonly image: string;
  /** Pods, 0 or more. @default 1 */
  readonly replicas?: number;
  /** Entry point of the container. @default - the image's */
  readonly command?: readonly string[];
  /** Arguments of the container. @default - the image's */
  readonly args?: readonly string[];
  /**
   * Environment variables. `PORT`, `<NAME>_PORT` and `<CALLEE>_URL` are set beside them unless they stand here.
   *
   * @default - none
   */
  readonly env?: Readonly<Record<string, EnvInput>>;
  /**
   * What the container may use, as Kubernetes quantities.
   *
   * @default - requests 100m and 128Mi, limits the memory to 256Mi
   */
  readonly resources?: ResourcesProps;
  /** Health probes; they go through the proxy. @default - none of the workload; the proxy has its own */
  readonly probes?: { readonly startup?: ProbeProps; readonly readiness?: ProbeProps; readonly liveness?: ProbeProps };
  /** Further pod labels. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * How long a stopping pod goes on serving while its callers learn that it leaves.
   *
   * @default - 40 seconds: cluster DNS answers may be 30 seconds old, and proxies ask every 5
   */
  readonly drain?: Duration;
  /** Numeric user that the container runs as. @default - the image's, which must not be root */
  readonly runAsUser?: number;
  /** Folders that the workload may write to. @default - none: the root file system is read-only */
  readonly writablePaths?: readonly string[];
  /** How fast the workload is, for estimates. @default - the service's */
  readonly performance?: PerformanceProps;
  /**
   * How `meshwright up` runs the version on this machine.
   *
   * @default - it cannot
   */
  readonly local?: LocalProps;
}

/** Value of an environment variable: text, or where Kubernetes finds it. */
export type EnvInput =
  | string
  | { readonly secret: { readonly name: string; readonly key: string } }
  | { readonly configMap: { readonly name: string; readonly key: string } }
  /** A field of the pod, for example `metadata.name`. */
  | { readonly field: string };

/** What a container may use, as Kubernetes quantities such as `100m` and `128Mi`. */
export interface ResourcesProps {
  /** What is set aside for it. @default - nothing */
  readonly requests?: { readonly cpu?: string; readonly memory?: string };
  /** What it cannot exceed. @default - no limit */
  readonly limits?: { readonly cpu?: string; readonly memory?: string };
}

/** One health probe. Give one of `http`, `grpc`, `tcp`. */
export type ProbeProps = (
  | {
      /** Path that answers 200 to 399 when healthy. */
      readonly http: string;
      readonly grpc?: never;
      readonly tcp?: never;
    }
  | {
      /** Service name asked of the gRPC health protocol; empty for the whole server. */
      readonly grpc: string;
      readonly http?: never;
      readonly tcp?: never;
    }
  | {
      /** The port accepts connections. Says little behind a proxy, which accepts by itself. */
      readonly tcp: true;
      readonly http?: never;
      readonly grpc?: never;
    }
) & {
  /** Port of the workload. @default - the first port, by name, of the service */
  readonly port?: number;
  /** @default - 10 seconds */
  readonly period?: Duration;
  /** @default - 1 second */
  readonly timeout?: Duration;
  /** Failures in a row that count. @default 3 */
  readonly failureThreshold?: number;
};

/** How to run a version on this machine. It gets the same `PORT` and `<CALLEE>_URL` variables as in Kubernetes. */
export interface LocalProps {
  /** Program and arguments; no shell. */
  readonly command: readonly [string, ...string[]];
  /** Folder to run in, relative to the program's folder. @default - the program's folder */
  readonly workingDirectory?: string;
  /** Further environment variables. @default - none */
  readonly env?: Readonly<Record<string, string>>;
}

const defaultDrain = Duration.seconds(40);

/** Reads a version as given; an untyped program may leave out the image. */
export function lowerVersion(
  name: string,
  props: Partial<VersionProps>,
  scope: {
    readonly ports: readonly Port[];
    readonly origin: Origin;
    readonly performance: PerformanceProps | undefined;
  },
): Version {
  const { ports, origin } = scope;
  const { image, command, args, runAsUser, local } = props;
  return {
    name,
    origin,
    replicas: props.replicas ?? 1,
    env: Object.fromEntries(Object.entries(props.env ?? {}).map(([key, value]) => [key, lowerEnv(value)])),
    resources: lowerResources(props.resources),
    probes: lowerProbes(props.probes ?? {}, ports),
    labels: props.labels ?? {},
    drainMs: lowerDuration(props.drain ?? defaultDrain),
    writablePaths: [...(props.writablePaths ?? [])].sort(compareText),
    policies: lowerDestinationPolicies(props, origin),
    ...lowerPerformance(props.performance, scope.performance),
    ...(image === undefined ? {} : { image }),
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    ...(runAsUser === undefined ? {} : { runAsUser }),
    ...(local === undefined ? {} : { local: { ...local, env: local.env ?? {} } }),
  };
}

/** Reads resources as given, with the defaults of a small workload. */
export function lowerResources(resources: ResourcesProps | undefined): Resources {
  if (resources === undefined) return { cpuRequest: '100m', memoryRequest: '128Mi', memoryLimit: '256Mi' };
  const { requests = {}, limits = {} } = resources;
  return {
    ...(requests.cpu === undefined ? {} : { cpuRequest: requests.cpu }),
    ...(limits.cpu === undefined ? {} : { cpuLimit: limits.cpu }),
    ...(requests.memory === undefined ? {} : { memoryRequest: requests.memory }),
    ...(limits.memory === undefined ? {} : { memoryLimit: limits.memory }),
  };
}

function lowerEnv(value: EnvInput): EnvValue {
  if (typeof value === 'string') return { kind: 'literal', value };
  if ('secret' in value) return { kind: 'secret', ...value.secret };
  if ('configMap' in value) return { kind: 'config-map', ...value.configMap };
  return { kind: 'field', path: value.field };
}

function lowerProbes(probes: NonNullable<VersionProps['probes']>, ports: readonly Port[]): Probes {
  return {
    ...(probes.startup === undefined ? {} : { startup: lowerProbe(probes.startup, ports) }),
    ...(probes.readiness === undefined ? {} : { readiness: lowerProbe(probes.readiness, ports) }),
    ...(probes.liveness === undefined ? {} : { liveness: lowerProbe(probes.liveness, ports) }),
  };
}

function lowerProbe(probe: ProbeProps, ports: readonly Port[]): Probe {
  const path = probe.http ?? probe.grpc;
  return {
    kind: probe.http !== undefined ? 'http' : probe.grpc !== undefined ? 'grpc' : 'tcp',
    port: probe.port ?? ports[0]?.targetPort ?? 0, // 0 only where the service has no port, which a check reports
    periodMs: probe.period === undefined ? 10_000 : lowerDuration(probe.period),
    timeoutMs: probe.timeout === undefined ? 1_000 : lowerDuration(probe.timeout),
    failureThreshold: probe.failureThreshold ?? 3,
    ...(path === undefined ? {} : { path }),
  };
}
