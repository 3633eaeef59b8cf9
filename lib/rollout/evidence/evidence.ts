import type { CriterionEvidence } from './criterion-evidence.js';
import type { Mixture } from './mixture.js';

/** Evidence of one rollout: plain JSON numbers, so that a restart goes on bit by bit. Only this folder looks inside. */
export interface Evidence {
  readonly evidenceVersion: 1;
  /** By criterion; one that is not there has seen no window. */
  readonly criteria: Readonly<Record<string, CriterionEvidence>>;
  /** Requests that the canary has answered in all windows. */
  readonly canaryRequests: number;
  /** Whether the canary gets what its weight says, by windows of the last epoch. */
  readonly routing: RoutingEvidence;
  /** The window that was added last; absent: none was. */
  readonly last?: { readonly epoch: number; readonly canaryWeight: number; readonly toMs: number };
}

/** Evidence that requests do not come to the canary. */
export interface RoutingEvidence {
  /** Epochs that had windows, this one included: each may err with its own part of the chance. */
  readonly epochs: number;
  readonly starved: Mixture;
}
