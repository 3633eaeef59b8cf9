import type { Dispersion } from './dispersion.js';

// Of so many degrees of freedom a dispersion is known well enough.
const knownDegrees = 50;
const leastWindows = 3;

/**
 * The most that one window may add to the evidence of harm, as a natural logarithm. As long as too few bad events were seen to know
 * whether they come in clumps, harm has to show in three windows, because one clump lies in one. An e-value that is cut off stays one.
 *
 * @param logHarmBound from which on harm is proven
 */
export function mostOfOneWindow({ degrees }: Dispersion, logHarmBound: number): number {
  return degrees < knownDegrees ? logHarmBound / leastWindows : Infinity;
}
