import type { HalfPlane, Point } from './half-plane.js';

// A relative step of this size changes no further digit.
const smallestStep = 4e-16;
const mostSteps = 100;

/**
 * The point of a line that is nearest to an alternative in Kullback-Leibler divergence, weighted by the numbers of events (the
 * reverse information projection of Turner, Ly and Grünwald 2024). By it the e-value of a block holds for all pairs beyond the line.
 *
 * @param target shares over 0 to below 1, not on the line
 * @param events over 0, both
 * @returns the point's stable share; its canary share is on the line
 */
export function projectShares(line: HalfPlane, target: Point, events: Point): number {
  const { ratio, margin } = line;
  if (ratio === 0) return target.stable;
  const edge = (target.canary - margin) / ratio;
  const end = Math.min(1, (1 - margin) / ratio);
  let low = Math.max(0, Math.min(edge, target.stable));
  let high = Math.min(end, Math.max(edge, target.stable));
  let share = startOf(line, target, events);
  if (!(share > low && share < high)) share = (low + high) / 2;
  for (let step = 0; step < mostSteps; step++) {
    const { value, slope } = gradient(line, target, events, share);
    if (value === 0) return share;
    if (value < 0) low = share;
    else high = share;
    // Newton where it stays inside the bracket, halves where not: the cubic has one root in the bracket.
    const newton = share - value / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - share) <= smallestStep * share) return next;
    share = next;
  }
  return share;
}

/** Where the divergences would be least if they were squares. */
function startOf({ ratio, margin }: HalfPlane, { canary, stable }: Point, events: Point): number {
  const stableWeight = events.stable / (stable * (1 - stable));
  const canaryWeight = (events.canary * ratio * ratio) / (canary * (1 - canary));
  return (stableWeight * stable + (canaryWeight * (canary - margin)) / ratio) / (stableWeight + canaryWeight);
}

/** The divergence's derivative times what is over 0 between the ends, and its slope. */
function gradient(
  { ratio, margin }: HalfPlane,
  target: Point,
  events: Point,
  share: number,
): { value: number; slope: number } {
  const onLine = ratio * share + margin;
  const canaryPart = events.canary * ratio;
  const stableSpread = share * (1 - share);
  const canarySpread = onLine * (1 - onLine);
  const value =
    canaryPart * (onLine - target.canary) * stableSpread + events.stable * (share - target.stable) * canarySpread;
  const slope =
    canaryPart * (ratio * stableSpread + (onLine - target.canary) * (1 - 2 * share)) +
    events.stable * (canarySpread + (share - target.stable) * ratio * (1 - 2 * onLine));
  return { value, slope };
}
