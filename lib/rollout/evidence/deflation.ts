import type { Dispersion } from './dispersion.js';

// What is believed before anything was seen, and how many degrees of freedom it is worth: a little in clumps.
const priorVariance = 1.5;
const priorDegrees = 20;
// An e-value's tail grows faster than its variance: twice what the variance asks for keeps it in its bounds (measured, not proven).
const caution = 2;

/** By what logarithms of e-values are divided so that clumps of bad events prove nothing by themselves; 1 or more. */
export function deflation({ chiSquared, degrees }: Dispersion): number {
  const variance = (chiSquared + priorVariance * priorDegrees) / (degrees + priorDegrees);
  return 1 + caution * Math.max(0, variance - 1);
}
