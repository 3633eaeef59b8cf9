import type { Tally } from './criterion-evidence.js';

/** Sums of both sides in one window; `total` is events, or for rates seconds of a pod. */
export interface ArmTally {
  readonly canary: Tally;
  readonly stable: Tally;
}
