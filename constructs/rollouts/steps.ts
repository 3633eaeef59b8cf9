import type { Strategy } from '../../lib/ir/rollout/strategy.js';
import type { Duration } from 'cdk8s';
import { lowerDuration } from '../internal/lower-duration.js';

/** One weight, and how long it stays at least. */
export interface StepProps {
  /** Percent of the service's requests, over 0 to 100, more than that of the step before. */
  readonly weight: number;
  /** Least time at this weight. */
  readonly hold: Duration;
  /** Whether somebody has to approve the next step. @default false */
  readonly approval?: boolean;
}

/**
 * Goes through fixed weights. They are an upper bound: evidence of harm takes the canary back at once, and a step whose possible
 * harm is beyond the rollout's `harmBudget` waits for more evidence.
 *
 * @param list at least one; weights rise
 */
export function steps(list: readonly [StepProps, ...StepProps[]]): Strategy {
  return {
    kind: 'steps',
    steps: list.map(({ weight, hold, approval = false }) => ({
      weight: weight / 100,
      holdMs: lowerDuration(hold),
      needsApproval: approval,
    })),
  };
}
