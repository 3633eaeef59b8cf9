import type { Evidence } from '../evidence/evidence.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import type { Audience } from './exposure.js';
import type { Gate } from './gate.js';
import type { Phase } from './phase.js';
import type { Reason } from './reason.js';

/** The version of the state's form. A reader accepts its own version only. */
export const stateVersion = 1;

/** Everything that `decide` remembers: plain JSON, written before its effects are carried out. */
export interface RolloutState {
  readonly stateVersion: 1;
  /** The plan by which it goes; another one in the program counts from the next rollout on. */
  readonly plan: RolloutPlan;
  readonly phase: Phase;
  /** Why it is in this phase; on the way back and at the end: why it went back, or was promoted. */
  readonly reason: Reason;
  /** Number of the weight that was asked for last; rises with every push and never falls, also over rollouts of one name. */
  readonly epoch: number;
  /** The number with which this attempt began; windows of lower ones tell of something else. */
  readonly sinceEpoch: number;
  /** Share of the audience's requests for the canary that was asked for last, 0 to 1. */
  readonly weight: number;
  /** Share of requests that are copied to the canary, as it was asked for last, 0 to 1. */
  readonly mirror: number;
  /** Of whose requests `weight` is a share. */
  readonly audience: Audience;
  /** Highest weight that evidence has allowed so far. */
  readonly allowedWeight: number;
  /** How much of each side was asked to run last, 0 to 1. */
  readonly capacity: { readonly canary: number; readonly stable: number };
  /** The moment of the last decision as the clock told it, ms since the epoch of Unix. */
  readonly at: number;
  /** Time in this phase, ms. A clock that jumps moves it, and the times below, by `longestStepMs` at most. */
  readonly phaseMs: number;
  /** Time since the last push, ms. */
  readonly pushMs: number;
  /** Time in which the weight was held by every proxy, requests came and counters could be read, ms. */
  readonly heldMs: number;
  /** Time of the whole rollout in which it could have been decided, ms; it stands while nobody calls, and outside the hours. */
  readonly budgetMs: number;
  /** For how long nothing could be read, ms. */
  readonly blindMs: number;
  /** Whether nobody calls the service, by the last window; true until the first request. */
  readonly isIdle: boolean;
  /** Windows in which the canary had requests under the present weight; windows of this attempt in which requests were to come. */
  readonly windows: { readonly atWeight: number; readonly inAttempt: number };
  readonly evidence: Evidence;
  /** Times that this revision was tried; 0: the program did not want it when it was first seen. */
  readonly attempt: number;
  /** Last commands that were carried out or refused, newest last; 100 at most. */
  readonly doneCommands: readonly string[];
  /** What a pause interrupted. */
  readonly pausedFrom?: Phase;
  /** The gate that waits for a yes. */
  readonly gate?: Gate;
  /** Gates that somebody opened in this attempt. */
  readonly openGates: readonly Gate[];
  /** Who asked for promotion without proof; it is done when it can be. */
  readonly promotionAskedBy?: string;
  /** After the end: the program has stopped to want it, so that wanting it again is a new attempt. */
  readonly isWithdrawn: boolean;
}
