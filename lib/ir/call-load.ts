import type { Transfer } from './transfer.js';

/** How much a caller asks of a callee, for estimates; nothing that runs depends on it. */
export interface CallLoad {
  /** Mean number of calls that one request to the caller makes; 0 or more. */
  readonly requestsPerRequest: number;
  /** Calls of one caller with the same word are made at the same time; those without, one after the other. */
  readonly parallelGroup?: string;
  readonly transfer?: Transfer;
}
