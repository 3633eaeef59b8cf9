import type { Asked } from '../asked.js';

/** All requests of a test that meet its condition, one example for each route that takes some of them. */
export interface EveryAsked {
  readonly examples: readonly Asked[];
  /** Why what holds for the examples may not hold for all requests; empty where it does. */
  readonly undecided: readonly string[];
}
