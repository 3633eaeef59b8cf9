import type { Evidence } from '../evidence/evidence.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import type { Phase } from './phase.js';
import type { Reason } from './reason.js';

/** Everything that `decide` remembers: plain JSON, written before its effects are carried out. */
export interface RolloutState {
  readonly stateVersion: 1;
  /** The plan by which it goes; another one in the program counts from the next rollout on. */
  readonly plan: RolloutPlan;
  readonly phase: Phase;
  /** Why it is in this phase. */
  readonly reason: Reason;
  /** Number of the weight that was asked for last; rises with every push and never falls, also over rollouts of one name. */
  readonly epoch: number;
  /** Share of requests for the canary that was asked for last, 0 to 1. */
  readonly weight: number;
  /** Highest weight that evidence has allowed so far. */
  readonly allowedWeight: number;
  /** The first time it is seen, this moment, ms since the epoch of Unix. Later moments that lie before it count as it. */
  readonly at: number;
  /** Time in this phase, and of the whole rollout's budget, ms: clocks that jump move them by one step at most. */
  readonly phaseMs: number;
  readonly budgetMs: number;
  /** For how long nothing could be read. */
  readonly blindMs: number;
  readonly evidence: Evidence;
  /** Times that this revision was tried. */
  readonly attempt: number;
  /** Last commands that were carried out, newest last; 100 at most. */
  readonly doneCommands: readonly string[];
  /** What a pause interrupted. */
  readonly pausedFrom?: Phase;
}
