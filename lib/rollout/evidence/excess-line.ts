import type { Tolerance } from '../../ir/rollout/criterion.js';
import type { HalfPlane } from './half-plane.js';

/** The line on which a canary is worse by an excess over what it is compared with: `ratio` x stable, or a number. */
export function excessLine(tolerance: Tolerance, excess: number): HalfPlane {
  switch (tolerance.kind) {
    case 'against-stable':
      return { ratio: tolerance.ratio, margin: excess };
    case 'absolute':
      return { ratio: 0, margin: tolerance.max + excess };
  }
}
