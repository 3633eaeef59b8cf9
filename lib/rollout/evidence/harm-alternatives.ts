import type { HalfPlane, Point } from './half-plane.js';
import type { EventKind } from './event-kind.js';

/** How many times the odds, or the rate, that are tolerated: from what is just harmful to what fails altogether. */
export const harmFactors: readonly number[] = [1.5, 2.5, 5, 12, 40];

/**
 * What a harmful canary may look like, one for each of `harmFactors`.
 *
 * @param stable the stable side's share or rate as it is known before the window, over 0
 * @returns empty where everything is tolerated
 */
export function harmAlternatives(kind: EventKind, { ratio, margin }: HalfPlane, stable: number): readonly Point[] {
  const tolerated = ratio * stable + margin;
  if (tolerated <= 0) return [];
  if (kind === 'rates') return harmFactors.map((factor) => ({ canary: factor * tolerated, stable }));
  if (tolerated >= 1) return [];
  const odds = tolerated / (1 - tolerated);
  return harmFactors
    .map((factor) => ({ canary: (factor * odds) / (1 + factor * odds), stable }))
    .filter(({ canary }) => canary > tolerated && canary < 1);
}
