import type { Origin } from '../../diagnostics/origin.js';

/** A place that requests spend time at: the replicas of one version, or an external service. */
export interface Station {
  /** `<service>/<version>`, or the name of an external service; unique in a mesh. */
  readonly name: string;
  /** Name of the service or external service. */
  readonly service: string;
  /** Absent: an external service. */
  readonly version?: string;
  readonly origin: Origin;
  /** Absent: nobody said how fast it is, or nothing of it runs. */
  readonly pace?: Pace;
  /** Pods of the version; of an external service 0. */
  readonly replicas: number;
}

/** How fast a station works. */
export type Pace =
  /** Workers with exponential service times, first come first served, out of one queue: M/M/c. */
  | { readonly kind: 'workers'; readonly serviceTimeMs: number; readonly workersPerReplica: number }
  /** The same mean time at any load. */
  | { readonly kind: 'delay'; readonly timeMs: number };
