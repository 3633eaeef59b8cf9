import type { ArmTally } from './arm-tally.js';
import type { HalfPlane, Point } from './half-plane.js';

/**
 * The natural logarithm of a window's e-value for Poisson events by time of observation, such as restarts: as `logEOfShares`, with
 * rates instead of shares.
 *
 * @param alternative rates over 0, not on the line
 * @returns 0 where a side that the line needs was not observed
 */
export function logEOfRates(line: HalfPlane, alternative: Point, { canary, stable }: ArmTally): number {
  if (canary.total === 0 || (line.ratio > 0 && stable.total === 0)) return 0;
  const nullStable = projectRates(line, alternative, { canary: canary.total, stable: stable.total });
  const nullCanary = line.ratio * nullStable + line.margin;
  if (nullCanary <= 0 || nullStable <= 0) return 0;
  const ofCanary = logRatio(alternative.canary, nullCanary, canary.total, canary.bad);
  return line.ratio === 0 ? ofCanary : ofCanary + logRatio(alternative.stable, nullStable, stable.total, stable.bad);
}

/** The stable rate of the nearest point of the line: the positive root of a quadratic. */
function projectRates({ ratio, margin }: HalfPlane, target: Point, time: Point): number {
  if (ratio === 0) return target.stable;
  const both = time.canary * ratio + time.stable;
  const quadratic = ratio * both;
  const linear = both * margin - ratio * (time.canary * target.canary + time.stable * target.stable);
  const constant = time.stable * target.stable * margin;
  const root = Math.sqrt(linear * linear + 4 * quadratic * constant);
  // Of the two ways to write the root the one that subtracts nothing alike.
  return linear > 0 ? (2 * constant) / (linear + root) : (root - linear) / (2 * quadratic);
}

function logRatio(rate: number, nullRate: number, time: number, events: number): number {
  const ofEvents = events === 0 ? 0 : events * Math.log1p((rate - nullRate) / nullRate);
  return ofEvents - time * (rate - nullRate);
}
