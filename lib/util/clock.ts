/** The time, as an argument: tests move it as they like, and let it jump. */
export interface Clock {
  /** Wall clock, ms since the epoch. It may jump, also backwards. */
  readonly now: () => number;
  /** ms since some moment; never goes back. For lengths of time. */
  readonly monotonic: () => number;
  /** Calls back once, `ms` later on the monotonic clock. Ends with the returned function. Keeps no process alive. */
  readonly after: (ms: number, callback: () => void) => () => void;
}
