/** What was counted of one pod in a window. */
export interface PodCount {
  readonly pod: string;
  /** Events; for rates, ms for which the pod was observed. A whole number. */
  readonly total: number;
  /** Of them bad; for rates, events. At most `total` unless it is a rate. */
  readonly bad: number;
}

/** What was counted of both sides. */
export interface ArmCounts {
  readonly canary: readonly PodCount[];
  readonly stable: readonly PodCount[];
}

/**
 * Counts of one stretch of time in which every proxy that carries the route held one weight. Windows may be merged: what follows
 * from them stays valid. Counts are differences of cumulative counters, read at the callers' proxies, of requests and not of tries.
 */
export interface MeasuredWindow {
  /** The weight's number. */
  readonly epoch: number;
  /** Share of requests that were sent to the canary, over 0 to 1. */
  readonly canaryWeight: number;
  /** ms since the epoch of Unix. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Requests that were sent to each side; tells whether the weight holds. */
  readonly requests: { readonly canary: number; readonly stable: number };
  /** By criterion; one that is not there was not read. */
  readonly counts: Readonly<Record<string, ArmCounts>>;
}
