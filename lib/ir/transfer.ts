/** What a request and its answer carry over the network, for estimates; nothing that runs depends on it. */
export interface Transfer {
  /** Bytes, mean. */
  readonly requestSizeBytes: number;
  /** Bytes, mean. */
  readonly responseSizeBytes: number;
  /** Bits a second that one request gets to itself; absent: sizes take no time. */
  readonly bandwidthBitsPerSecond?: number;
  /** Time in ms that an empty message takes there and back. */
  readonly roundTripMs: number;
}
