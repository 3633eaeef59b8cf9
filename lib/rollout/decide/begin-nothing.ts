import type { Observation } from '../observation/observation.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import { begin } from './begin.js';
import { observedEpoch } from './bounds/observed-epoch.js';
import type { Decision } from './decision.js';
import { armNames } from './sentences/arm-names.js';

/** What is remembered of a rollout that the program did not want when it was first seen: only how weights are numbered. */
export function beginNothing(plan: RolloutPlan, observation: Observation, now: number): Decision {
  const reason = { code: 'not-wanted', sentence: `the program does not want ${armNames(plan).canary}` };
  const began = begin({ plan, epoch: observedEpoch(observation), now, attempt: 0, doneCommands: [] });
  const { gate: _gate, ...state } = began.state;
  return { state: { ...state, phase: 'rolled-back', reason, isWithdrawn: true }, effects: [], reason };
}
