import type { EvidenceReading } from '../evidence/evidence-reading.js';
import type { Observation } from '../observation/observation.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import type { Decision } from './decision.js';
import type { RolloutState } from './rollout-state.js';

/** All that one decision goes by. */
export interface Turn {
  /** What the program says now; the rollout itself goes by `state.plan`. */
  readonly program: RolloutPlan;
  /** Its times have run up to now, and its evidence has the windows of the observation. */
  readonly state: RolloutState;
  readonly observation: Observation;
  readonly reading: EvidenceReading;
  /** ms since the epoch of Unix. */
  readonly now: number;
  /** Time since the last decision, ms, as far as clocks are believed. */
  readonly elapsedMs: number;
}

/** One reason to decide something; undefined where it does not hold. */
export type Rule = (turn: Turn) => Decision | undefined;
