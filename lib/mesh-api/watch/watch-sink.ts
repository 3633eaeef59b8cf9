/** Where a stream's bytes go. */
export interface WatchSink {
  /** Bytes that were written and not yet taken. */
  readonly backlog: () => number;
  readonly write: (text: string) => void;
  /** Ends in good order. */
  readonly end: () => void;
  /** Cuts off. */
  readonly cut: () => void;
}
