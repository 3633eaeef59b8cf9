import type { EventKind } from './event-kind.js';
import type { HalfPlane, Point } from './half-plane.js';

// Where nothing tells how often a sound canary errs, or it errs as often as the line: no nearer to the line than this part of it.
const mostOfLine = 0.5;

/**
 * What a sound canary may look like: as the stable side, and a quarter of the way from there to the line.
 *
 * @param stable the stable side's share or rate as it is known before the window, over 0; for a line that asks nothing of the stable side
 * what is expected of the canary
 */
export function soundAlternatives(
  kind: EventKind,
  { ratio, margin }: HalfPlane,
  stable: number,
): readonly [Point, Point] | undefined {
  const line = ratio * stable + margin;
  const sound = ratio === 0 ? Math.min(stable, line * mostOfLine) : stable;
  if (sound <= 0 || line <= sound || (kind === 'shares' && sound >= 1)) return undefined;
  const between = 0.75 * sound + 0.25 * line;
  const nearer = kind === 'shares' && between >= 1 ? sound : between;
  return [
    { canary: sound, stable },
    { canary: nearer, stable },
  ];
}
