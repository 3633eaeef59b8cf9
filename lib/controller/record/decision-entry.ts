import type { Phase } from '../../rollout/decide/phase.js';

/** One decision, for people: what changed, and why, with its numbers. */
export interface DecisionEntry {
  /** Rises by one with every entry of a rollout. */
  readonly number: number;
  /** ms since the epoch of Unix. */
  readonly atMs: number;
  readonly revision: string;
  readonly attempt: number;
  readonly phase: Phase;
  /** As they were asked for by then. */
  readonly epoch: number;
  readonly weight: number;
  /** Of the reason: a stable slug. */
  readonly code: string;
  readonly sentence: string;
}
