import type { Origin } from '../diagnostics/origin.js';
import type { Performance } from './performance.js';
import type { DestinationPolicies } from './policies/policies.js';

/** One version of a service: its own workload, with its own share of the traffic. */
export interface Version {
  /** Unique in its service; a DNS label. */
  readonly name: string;
  readonly origin: Origin;
  readonly image?: string;
  /** 0 or more. */
  readonly replicas: number;
  /** Container entry point and arguments; absent: those of the image. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** By variable name. */
  readonly env: Readonly<Record<string, EnvValue>>;
  readonly resources: Resources;
  readonly probes: Probes;
  /** Extra pod labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** How long a stopping pod goes on serving, in ms, while callers learn that it leaves. */
  readonly drainMs: number;
  /** Numeric user that the container runs as; absent: the image's own, which must not be root. */
  readonly runAsUser?: number;
  /** Folders that the workload may write to; the rest of its root file system is read-only. Sorted. */
  readonly writablePaths: readonly string[];
  /** How to run it on this machine; absent: it cannot be. */
  readonly local?: LocalCommand;
  /** Absent: nobody knows, and nothing is estimated. */
  readonly performance?: Performance;
  readonly policies: DestinationPolicies;
}

/** Value of an environment variable. */
export type EnvValue =
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'secret'; readonly name: string; readonly key: string }
  | { readonly kind: 'config-map'; readonly name: string; readonly key: string }
  | { readonly kind: 'field'; readonly path: string };

/** Kubernetes quantities, for example `100m`, `128Mi`. */
export interface Resources {
  readonly cpuRequest?: string;
  readonly cpuLimit?: string;
  readonly memoryRequest?: string;
  readonly memoryLimit?: string;
}

/** Health probes; an absent probe is not made. */
export interface Probes {
  readonly startup?: Probe;
  readonly readiness?: Probe;
  readonly liveness?: Probe;
}

/** One health probe, against a target port of the workload. */
export interface Probe {
  readonly kind: 'http' | 'grpc' | 'tcp';
  /** Path of an HTTP probe, or service name of a gRPC probe. */
  readonly path?: string;
  /** Target port number. */
  readonly port: number;
  readonly periodMs: number;
  readonly timeoutMs: number;
  readonly failureThreshold: number;
}

/** A command of the user's machine. It gets its ports as `PORT` (the first) and `<NAME>_PORT`. */
export interface LocalCommand {
  /** Program and arguments; at least one element. */
  readonly command: readonly string[];
  /** Folder to run in, relative to the folder of the program's `cdk8s.yaml`. */
  readonly workingDirectory?: string;
  readonly env: Readonly<Record<string, string>>;
}
