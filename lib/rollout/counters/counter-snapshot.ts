/** All cumulative counters as they were read at one moment. */
export interface CounterSnapshot {
  /** ms since the epoch of Unix. */
  readonly atMs: number;
  /** What could be read; a series that is not there could not be. */
  readonly series: readonly CounterSeries[];
}

/** Counters of one reader of one pod. They only rise, and begin anew when whoever counts is started again. */
export interface CounterSeries {
  /** Unique in its snapshot and the same in all: who counts, and which pod. A new instance of either is another series, or a reset. */
  readonly series: string;
  readonly pod: string;
  readonly side: 'canary' | 'stable';
  /** Requests that were sent to the pod. */
  readonly requests: number;
  /** By criterion; one that is not there was not read. */
  readonly counts: Readonly<Record<string, CumulativeCount>>;
}

/** Events and bad ones since the counters began. */
export interface CumulativeCount {
  /** For rates, whose events are told by time: 0. */
  readonly total: number;
  readonly bad: number;
}
