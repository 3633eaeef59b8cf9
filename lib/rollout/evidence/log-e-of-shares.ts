import type { ArmTally } from './arm-tally.js';
import type { HalfPlane, Point } from './half-plane.js';
import { projectShares } from './project-shares.js';

/**
 * The natural logarithm of a window's e-value for shares of events: its mean is at most 1 for every pair of shares on the other side of
 * the line than the alternative. Harm has its alternative above the line, non-inferiority below.
 *
 * It holds for any numbers of events and however the stable share moves between windows, as long as the alternative was
 * chosen before the window.
 *
 * @param alternative shares over 0 to below 1, not on the line
 * @returns 0 where a side that the line needs has no events: silence is no evidence
 */
export function logEOfShares(line: HalfPlane, alternative: Point, { canary, stable }: ArmTally): number {
  if (canary.total === 0 || (line.ratio > 0 && stable.total === 0)) return 0;
  const events = { canary: canary.total, stable: stable.total };
  const nullStable = projectShares(line, alternative, events);
  const nullCanary = line.ratio * nullStable + line.margin;
  if (nullCanary <= 0 || nullCanary >= 1 || nullStable <= 0 || nullStable >= 1) return 0;
  const ofCanary = logRatio(alternative.canary, nullCanary, canary.total, canary.bad);
  return line.ratio === 0 ? ofCanary : ofCanary + logRatio(alternative.stable, nullStable, stable.total, stable.bad);
}

/** Log likelihood ratio of two shares; small differences of shares keep all their digits. */
function logRatio(share: number, nullShare: number, total: number, bad: number): number {
  const ofBad = bad === 0 ? 0 : bad * Math.log1p((share - nullShare) / nullShare);
  return ofBad + (total - bad) * Math.log1p((nullShare - share) / (1 - nullShare));
}
