import type { Tally } from './criterion-evidence.js';

/**
 * How far bad events of the stable side come in clumps rather than each by itself: Pearson's chi-squared over the pods of a window
 * against its degrees of freedom, both weighted by the bad events, so that big clumps count as much as they disturb.
 */
export interface Dispersion {
  readonly chiSquared: number;
  readonly degrees: number;
  /** Of the stable side in the window before, to compare with where there is one pod only. */
  readonly before?: Tally;
}
