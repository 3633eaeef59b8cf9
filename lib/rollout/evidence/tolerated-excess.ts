import type { Tolerance } from '../../ir/rollout/criterion.js';

/** The excess that a tolerance allows, over `ratio` x stable, or over its number. */
export function toleratedExcess(tolerance: Tolerance): number {
  return tolerance.kind === 'absolute' ? 0 : tolerance.margin;
}
