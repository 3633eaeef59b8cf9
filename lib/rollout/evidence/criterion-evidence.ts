import type { Dispersion } from './dispersion.js';
import type { Mixture } from './mixture.js';

/** What is remembered of one criterion: a handful of numbers, however many windows there were. */
export interface CriterionEvidence {
  /** Against "no worse than tolerated". */
  readonly harm: Mixture;
  /** The most that the logarithm of the harm's e-value ever was: who looks seldom sees the same as who looks always. */
  readonly mostLogHarm: number;
  /** Against "worse than the tolerance", by windows at half of the weight asked for or more. */
  readonly promotion: Proof;
  /** Against "worse by a margin", by all windows; in the order of `excessMargins`. */
  readonly proofs: readonly Proof[];
  /** The same by windows since the weight had last more than doubled. */
  readonly recentProofs: readonly Proof[];
  /** The weight at which `recentProofs` began; 0: no window yet. */
  readonly recentWeight: number;
  readonly stable: Tally;
  readonly canary: Tally;
  readonly dispersion: Dispersion;
}

/** Logarithms of the products of e-values for two alternatives; the e-value is their mean. */
export type Proof = readonly [number, number];

/** Sums over windows. */
export interface Tally {
  readonly total: number;
  readonly bad: number;
}
