import type { Coverage } from './merge-coverage.js';

/** How much of some items is exercised. */
export interface CoverageShare {
  readonly exercised: number;
  readonly total: number;
  /** 100 where there is nothing to exercise. */
  readonly percent: number;
}

/** Counts items. */
export function coverageShare(items: Coverage['items']): CoverageShare {
  const total = items.length;
  const exercised = items.filter(({ isExercised }) => isExercised).length;
  return { exercised, total, percent: total === 0 ? 100 : (100 * exercised) / total };
}
