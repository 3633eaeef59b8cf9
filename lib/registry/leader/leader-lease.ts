/**
 * The leadership over something that several replicas could do, held by at most one of them at a time as long as clocks run at
 * about the same speed. Where they do not, or a process was stopped between its look at `isLeader` and its write, two may believe
 * that they lead: so a write carries `fencingToken`, and the store refuses it once a later leader has written.
 */
export interface LeaderLease {
  /** True only while the own monotonic clock says that the store gives the lease to nobody else. Look again before each act. */
  readonly isLeader: () => boolean;
  /** Of the leadership held now; absent while not leading. Each later leadership, of whoever, has a greater one. */
  readonly fencingToken: () => bigint | undefined;
  /** Calls back when leadership was won or lost; not at once. Ends with the returned function. The listener must not throw. */
  readonly watch: (listener: (isLeader: boolean) => void) => () => void;
  /** Gives the leadership up, so that another may have it at once, and ends all work. */
  readonly close: () => Promise<void>;
}
