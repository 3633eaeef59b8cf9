import { decide } from '../../../../lib/rollout/decide/decide.js';
import type { Decision } from '../../../../lib/rollout/decide/decision.js';
import type { Effect } from '../../../../lib/rollout/decide/effect.js';
import type { Phase } from '../../../../lib/rollout/decide/phase.js';
import type { RolloutState } from '../../../../lib/rollout/decide/rollout-state.js';
import type { MeasuredWindow } from '../../../../lib/rollout/observation/measured-window.js';
import type { RolloutAction, RolloutCommand } from '../../../../lib/rollout/observation/rollout-command.js';
import type { RolloutPlan } from '../../../../lib/rollout/plan/rollout-plan.js';
import { newWorld, observe, perform, type World } from './world.js';
import { type WindowKind, windowOf } from './window.js';

/** One turn: a second passes, unless told otherwise. */
export interface Turn {
  readonly ms?: number;
  readonly window?: WindowKind;
  readonly commands?: readonly RolloutAction[];
  /** Proxies accept what was pushed before the turn. @default true */
  readonly accept?: boolean;
}

/** A rollout in a world, turn by turn. */
export interface Run {
  plan: RolloutPlan;
  world: World;
  now: number;
  state: RolloutState;
  /** All decisions that had a reason, newest last. */
  readonly decisions: Decision[];
  readonly effects: Effect[];
  readonly turn: (turn?: Turn) => Decision;
  /** Turns until a phase is reached; at most 200. */
  readonly until: (phase: Phase, turn?: Turn) => Decision;
  /** Hands over one window that is told otherwise than a good one of the present weight. */
  readonly hand: (change: Partial<MeasuredWindow>) => Decision;
  readonly notices: () => readonly string[];
  readonly weights: () => readonly number[];
}

/** A Wednesday noon, UTC. */
export const noon = Date.UTC(2026, 10, 18, 12);

/** Begins a rollout: its first decision is made. */
export function startRun(plan: RolloutPlan, world: World = newWorld): Run {
  const first = decide(plan, undefined, observe(world), noon);
  let asked = 0;
  const decideOn = (windows: readonly MeasuredWindow[], commands: readonly RolloutCommand[]): Decision => {
    const decision = decide(run.plan, run.state, observe(run.world, { windows, commands }), run.now);
    run.state = decision.state;
    run.effects.push(...decision.effects);
    if (decision.reason !== undefined) run.decisions.push(decision);
    run.world = perform(run.world, decision.effects);
    return decision;
  };
  const windowNow = (kind: WindowKind): MeasuredWindow => {
    const { epoch, weight, mirror } = run.state;
    return windowOf(kind, { epoch, weight: Math.max(weight, mirror), fromMs: run.now - 1_000 });
  };
  const run: Run = {
    plan,
    world: perform(world, first.effects),
    now: noon,
    state: first.state,
    decisions: [first],
    effects: [...first.effects],
    turn: ({ ms = 1_000, window, commands = [], accept = true } = {}) => {
      if (accept && run.world.proxies === 'pending') run.world = { ...run.world, proxies: 'accepted' };
      run.now += ms;
      const asks = commands.map((action) => ({ id: `c${++asked}`, by: 'ada', action }));
      return decideOn(window === undefined ? [] : [windowNow(window)], asks);
    },
    hand: (change) => {
      run.now += 1_000;
      return decideOn([{ ...windowNow('good'), ...change }], []);
    },
    until: (phase, turn) => {
      for (let count = 0; count < 200; count += 1) {
        const decision = run.turn(turn);
        if (decision.state.phase === phase) return decision;
      }
      throw new Error(`still ${run.state.phase} (${run.state.reason.sentence}), not ${phase}`);
    },
    notices: () => run.effects.flatMap((effect) => (effect.kind === 'notify' ? [effect.code] : [])),
    weights: () => run.effects.flatMap((effect) => (effect.kind === 'push-weight' ? [effect.weight] : [])),
  };
  return run;
}
