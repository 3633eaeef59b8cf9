import type { Observation } from '../observation/observation.js';
import type { MeasuredWindow } from '../observation/measured-window.js';
import { begin } from '../decide/begin.js';
import { decide } from '../decide/decide.js';
import type { RolloutState } from '../decide/rollout-state.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import type { TrafficSource } from './traffic-source.js';

/** How a simulated rollout ended. */
export interface SimulatedEnd {
  /** `undecided`: its time was over without proof of either. */
  readonly outcome: 'rolled-back' | 'promoted' | 'undecided';
  /** From the canary's first request to the decision, ms. */
  readonly afterMs: number;
  /** Requests that went wrong and would not have at the stable side. */
  readonly harmed: number;
  /** The slug of the decision's reason. */
  readonly reason: string;
}

// So many windows tell a rollout's course; a plan of more is looked at in longer ones.
const enoughWindows = 600;
// `decide` believes no longer step.
const mostWindowsAtOnce = 5;
const phaseChangesAtOnce = 8;

/**
 * Lets a plan run on drawn traffic by the function that decides in production too. Proxies accept at once, every instance is ready,
 * counters can be read, and nobody commands; gates are open.
 */
export function simulateRun(plan: RolloutPlan, source: TrafficSource): SimulatedEnd {
  const { windowMs, budgetMs, settleMs } = plan.timing;
  const atOnce = Math.min(mostWindowsAtOnce, Math.max(1, Math.round(budgetMs / windowMs / enoughWindows)));
  const stepMs = atOnce * windowMs;
  let { state } = begin({ plan, epoch: 0, now: 0, attempt: 1, doneCommands: [] });
  let beganMs: number | undefined;
  let harmed = 0;
  for (let now = 0; now <= 2 * budgetMs + settleMs; now += stepMs) {
    const share = shareOf(state);
    let windows: readonly MeasuredWindow[] = [];
    if (now > 0 && share > 0) {
      beganMs ??= now - stepMs;
      const drawn = source({ epoch: state.epoch, fromMs: now - stepMs, toMs: now, weight: share });
      // Of what is copied no caller sees the answer.
      harmed += state.weight > 0 ? drawn.harmed : 0;
      if (state.pushMs >= settleMs) windows = [drawn.window];
    }
    state = settle(plan, state, windows, now);
    const outcome = outcomeOf(state);
    if (outcome !== undefined) return { outcome, afterMs: now - (beganMs ?? now), harmed, reason: state.reason.code };
  }
  return { outcome: 'undecided', afterMs: budgetMs, harmed, reason: 'out-of-time' };
}

/** Decides until nothing follows any more. */
function settle(
  plan: RolloutPlan,
  before: RolloutState,
  windows: readonly MeasuredWindow[],
  now: number,
): RolloutState {
  let state = decide(plan, before, observation(plan, before, windows), now).state;
  for (let change = 0; change < phaseChangesAtOnce; change++) {
    const next = decide(plan, state, observation(plan, state, []), now).state;
    if (next.phase === state.phase && next.epoch === state.epoch) return next;
    state = next;
  }
  return state;
}

function observation(plan: RolloutPlan, state: RolloutState, windows: readonly MeasuredWindow[]): Observation {
  const ready = { kind: 'known', ready: 1_000_000, desired: 1 } as const;
  return {
    wanted: { kind: 'canary', revision: plan.revision, procedure: plan.procedure },
    proxies: { kind: 'accepted', epoch: state.epoch, carrying: 1 },
    workloads: { canary: ready, stable: ready },
    telemetry: { kind: 'fresh' },
    windows,
    commands: [],
  };
}

function shareOf({ weight, mirror }: RolloutState): number {
  return weight > 0 ? weight : mirror;
}

function outcomeOf({ phase }: RolloutState): SimulatedEnd['outcome'] | undefined {
  if (phase === 'returning' || phase === 'rolled-back') return 'rolled-back';
  if (phase === 'promoting' || phase === 'watching' || phase === 'promoted') return 'promoted';
  return phase === 'held' || phase === 'approving' ? 'undecided' : undefined;
}
