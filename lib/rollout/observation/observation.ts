import type { RolloutCommand } from './rollout-command.js';
import type { MeasuredWindow } from './measured-window.js';

/** What is known of the world at one moment. What is not known is said to be unknown; it is never 0. */
export interface Observation {
  /** What the program wants by now; another revision than the state's is a new rollout, the stable one is the way back. */
  readonly wanted: Wanted;
  readonly proxies: ProxiesObserved;
  readonly workloads: WorkloadsObserved;
  readonly telemetry: TelemetryObserved;
  /** Since the last observation, in order of time. */
  readonly windows: readonly MeasuredWindow[];
  /** What people asked for since, in the order of asking. */
  readonly commands: readonly RolloutCommand[];
  /** The revision that was last made the stable side (`adopt-canary`), as it is kept outside; absent: none, or not known. */
  readonly adopted?: string;
}

/** What the program wants. */
export type Wanted =
  | { readonly kind: 'canary'; readonly revision: string; readonly procedure: string }
  /** The program has gone back to the stable side, or the rollout was taken out of it. */
  | { readonly kind: 'stable' };

/** How the proxies that carry the route stand with the epoch that was pushed last. */
export type ProxiesObserved =
  | { readonly kind: 'unknown' }
  /** `carrying` 0: nobody calls the service now, and the weight holds by that. */
  | { readonly kind: 'pending'; readonly epoch: number; readonly carrying: number; readonly accepted: number }
  | { readonly kind: 'accepted'; readonly epoch: number; readonly carrying: number }
  | { readonly kind: 'refused'; readonly epoch: number; readonly nodeId: string; readonly message: string };

/** Pods, or processes, of each side; the least over the services of a release. */
export interface WorkloadsObserved {
  readonly canary: WorkloadObserved;
  readonly stable: WorkloadObserved;
}

/** How many instances of a side can answer. */
export type WorkloadObserved =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'known'; readonly ready: number; readonly desired: number; readonly failure?: string };

/** Whether counters could be read. */
export type TelemetryObserved =
  | { readonly kind: 'fresh' }
  /** At least a tenth of the proxies could not be read, or the metrics provider did not answer. */
  | { readonly kind: 'lost'; readonly reason: string };
