import type { Observation } from '../observation/observation.js';
import { isAccepted } from './bounds/is-accepted.js';
import { isExposed } from './bounds/is-exposed.js';
import { isOpen } from './bounds/is-open.js';
import { longestStepMs } from './longest-step-ms.js';
import type { Phase } from './phase.js';
import type { RolloutState } from './rollout-state.js';

/** A state whose times have run up to now. */
export interface Elapsed {
  readonly state: RolloutState;
  /** Time that has passed, ms, as far as clocks are believed. */
  readonly elapsedMs: number;
}

const budgeted: readonly Phase[] = ['preparing', 'shifting', 'measuring'];
const sighted: readonly Phase[] = ['measuring', 'blind'];

/** Lets the times of a state run up to now. */
export function elapse(state: RolloutState, observation: Observation, now: number): Elapsed {
  const { plan, phase } = state;
  const elapsedMs = Number.isFinite(now) ? Math.min(Math.max(now - state.at, 0), longestStepMs(plan)) : 0;
  const passed = (runs: boolean): number => (runs ? elapsedMs : 0);
  const isLost = observation.telemetry.kind === 'lost';
  const needsSight = isExposed(state) || sighted.includes(phase);
  const blindMs = isLost && needsSight ? state.blindMs + elapsedMs : 0;
  const isHeld = phase === 'measuring' && !isLost && isAccepted({ state, observation });
  // Nothing is watched by who is blind; but for so long only.
  const stands = phase === 'watching' && isLost && blindMs < plan.timing.mostBlindMs;
  const times = {
    phaseMs: state.phaseMs + passed(!stands),
    pushMs: state.pushMs + elapsedMs,
    heldMs: state.heldMs + passed(isHeld && !state.isIdle),
    budgetMs: state.budgetMs + passed(budgeted.includes(phase) && !state.isIdle && isOpen(plan.windows, now)),
    blindMs,
  };
  return { elapsedMs, state: { ...state, ...times, at: Number.isFinite(now) ? now : state.at } };
}
