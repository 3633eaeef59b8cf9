import { decide } from '../../../../../lib/rollout/decide/decide.js';
import type { Decision } from '../../../../../lib/rollout/decide/decision.js';
import type { RolloutState } from '../../../../../lib/rollout/decide/rollout-state.js';
import type { Observation } from '../../../../../lib/rollout/observation/observation.js';
import type { RolloutPlan } from '../../../../../lib/rollout/plan/rollout-plan.js';
import { noon } from '../run.js';
import { windowOf } from '../window.js';
import { newWorld, observe, perform, type World } from '../world.js';
import type { Event } from './events.js';
import { stateKey } from './state-key.js';

/** A state and the world around it. */
export interface Situation {
  readonly state: RolloutState;
  readonly world: World;
  /** How it came about: the event, and the situation before. */
  readonly by?: { readonly event: string; readonly before: Situation };
  /** What follows when only time passes; its key. */
  afterTime?: string;
}

/** One decision of the exploration. */
export interface Transition {
  readonly before: Situation;
  readonly event: Event;
  /** The world in which it was decided. */
  readonly world: World;
  readonly observation: Observation;
  readonly decision: Decision;
  readonly after: Situation;
}

/** The programs that a plan stands in: by revision. */
export type Programs = Readonly<Record<string, RolloutPlan>>;

/**
 * Explores everything that can follow from the beginning of a rollout, breadth first. What the third attempt does, and the next revision
 * after its beginning, is what the first did.
 */
export async function explore(
  programs: Programs,
  events: readonly Event[],
  see: (transition: Transition, news: 'new' | 'known') => void,
): Promise<ReadonlyMap<string, Situation>> {
  const plan = programOf(programs, newWorld);
  const first = decide(plan, undefined, observe(newWorld), noon);
  const start: Situation = { state: first.state, world: perform(newWorld, first.effects) };
  const found = new Map([[stateKey(start.state, start.world), start]]);
  const open = [start];
  for (let index = 0; index < open.length; index += 1) {
    const before = open[index];
    if (before === undefined) break;
    // Whoever watches that nothing stalls wants to hear of us.
    if (index % 200 === 0) await new Promise((resolve) => setImmediate(resolve));
    for (const event of events) {
      const transition = happen(programs, before, event);
      if (transition === undefined) continue;
      const key = stateKey(transition.after.state, transition.after.world);
      if (event.name === 'a second passes') before.afterTime = key;
      see(transition, found.has(key) ? 'known' : 'new');
      if (found.has(key)) continue;
      found.set(key, transition.after);
      if (!isKnown(transition.after)) open.push(transition.after);
    }
  }
  return found;
}

function isKnown({ state }: Situation): boolean {
  return state.attempt > 2 || (state.plan.revision === 'v3' && state.phase !== 'rolled-back');
}

let asked = 0;

/** What is decided when an event happens; undefined where it cannot. */
export function happen(programs: Programs, before: Situation, event: Event): Transition | undefined {
  const { state } = before;
  const world = event.change === undefined ? before.world : event.change(before.world, state);
  if (world === undefined) return undefined;
  const now = state.at + (event.ms ?? 0);
  const at = { epoch: state.epoch, weight: Math.max(state.weight, state.mirror), fromMs: now - 1_000 };
  const observation = observe(world, {
    windows: event.window === undefined ? [] : [windowOf(event.window, at)],
    commands: event.command === undefined ? [] : [{ id: `c${++asked}`, by: 'ada', action: event.command }],
  });
  const decision = decide(programOf(programs, world), state, observation, now);
  const stored = asStored(decision.state, state);
  const after = { state: stored, world: event.isCrash === true ? world : perform(world, decision.effects) };
  return { before, event, world, observation, decision, after: { ...after, by: { event: event.name, before } } };
}

/** As a restart has it: by way of JSON. What is the same object as before went that way already. */
function asStored(state: RolloutState, before: RolloutState): RolloutState {
  const { plan, evidence, ...rest } = state;
  return {
    ...(JSON.parse(JSON.stringify(rest)) as typeof rest),
    plan: plan === before.plan ? plan : (JSON.parse(JSON.stringify(plan)) as typeof plan),
    evidence: evidence === before.evidence ? evidence : (JSON.parse(JSON.stringify(evidence)) as typeof evidence),
  };
}

/** The program as it stands; a program that wants the stable side still has the plan beside it. */
export function programOf(programs: Programs, { wanted }: World): RolloutPlan {
  const plan = programs[wanted.kind === 'canary' ? wanted.revision : 'v2'];
  if (plan === undefined) throw new Error('no program of that revision');
  return plan;
}

/** How a situation came about, for a failure's message. */
export function pathTo(situation: Situation): string {
  const steps: string[] = [];
  for (let at: Situation | undefined = situation; at !== undefined; at = at.by?.before) {
    const { phase, weight, epoch, reason } = at.state;
    steps.unshift(`${at.by?.event ?? 'start'} -> ${phase} ${weight} #${epoch} ${reason.code}`);
  }
  return steps.join('\n');
}
