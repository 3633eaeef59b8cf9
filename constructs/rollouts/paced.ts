import type { Strategy } from '../../lib/ir/rollout/strategy.js';

/** How far and how fast. */
export interface PacedProps {
  /** First weight in percent of the service's requests, over 0 to 100. @default 1 */
  readonly first?: number;
  /** Highest weight in percent before promotion; `first` to 100. @default 50 */
  readonly most?: number;
}

/**
 * Raises the canary's weight as fast as evidence allows, and no faster: at most doubled at a time, and so low that the harm that is
 * still possible stays within the rollout's `harmBudget`.
 *
 * @example
 * new Rollout(mesh, 'reviews-v2', { of: reviews, from: 'v1', to: 'v2', strategy: paced(), criteria: [errorRatio()] });
 */
export function paced({ first = 1, most = 50 }: PacedProps = {}): Strategy {
  return { kind: 'paced', first: first / 100, most: most / 100 };
}
