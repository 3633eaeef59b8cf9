import type { Phase } from '../../../../../lib/rollout/decide/phase.js';
import type { RolloutState } from '../../../../../lib/rollout/decide/rollout-state.js';
import type { RolloutTiming } from '../../../../../lib/ir/rollout/rollout-timing.js';
import type { World } from '../world.js';
import { readingOf } from './reading-of.js';

const undecided: readonly Phase[] = ['waiting', 'preparing', 'shifting', 'measuring', 'blind', 'approving', 'held'];

/** Up to when the time in a phase makes a difference; 0: it makes none. */
const mostPhaseMs = {
  waiting: ({ gateMs }) => gateMs,
  preparing: ({ readyMs, acceptMs }) => Math.max(readyMs, acceptMs),
  shifting: ({ acceptMs }) => acceptMs,
  measuring: ({ gateMs }) => gateMs,
  blind: () => 0,
  paused: ({ gateMs }) => gateMs,
  held: () => 0,
  approving: ({ gateMs }) => gateMs,
  promoting: ({ acceptMs }) => acceptMs,
  watching: ({ watchMs }) => watchMs,
  returning: ({ wayBackMs, acceptMs }) => wayBackMs + acceptMs,
  promoted: () => 0,
  'rolled-back': () => 0,
} satisfies Record<Phase, (timing: RolloutTiming) => number>;

/**
 * What tells two situations apart, as text: times up to their limits, evidence by what it says, numbers of weights by whether the world
 * has the present one.
 */
export function stateKey(state: RolloutState, world: World): string {
  const { plan, phase } = state;
  return JSON.stringify([
    phase,
    ...[state.pausedFrom, state.gate, state.promotionAskedBy, state.isWithdrawn],
    ...[plan.revision, plan.procedure, Math.min(state.attempt, 2), state.capacity],
    ...[Math.round(state.weight * 10_000), state.mirror, state.audience],
    timesOf(state),
    evidenceOf(state),
    phase === 'returning' || phase === 'rolled-back' ? state.reason.code === 'superseded' : 0,
    (world.pushed?.epoch ?? 0) - state.epoch,
    ...[world.proxies, world.telemetry.kind, world.asked, world.ready, world.wanted],
    world.adopted,
  ]);
}

function timesOf({ plan, phase, pausedFrom, ...times }: RolloutState): unknown[] {
  const { timing } = plan;
  const isUndecided = undecided.includes(pausedFrom ?? phase);
  const upTo = (ms: number, most: number): number => Math.min(ms, most) / 1_000;
  return [
    upTo(times.phaseMs, mostPhaseMs[phase](timing)),
    phase === 'watching' || phase === 'returning' ? upTo(times.pushMs, timing.acceptMs) : 0,
    ...(isUndecided ? [upTo(times.heldMs, timing.bakeMs), upTo(times.budgetMs, timing.budgetMs), times.isIdle] : []),
    ...(isUndecided || phase === 'watching' ? [upTo(times.blindMs, timing.mostBlindMs)] : []),
  ];
}

function evidenceOf(state: RolloutState): unknown[] {
  if (state.phase === 'promoted') return [];
  const reading = readingOf(state);
  const found = [reading.harmful.length > 0, reading.isProven, reading.isNotRouted];
  if (!undecided.includes(state.pausedFrom ?? state.phase)) return found;
  const isEnough = reading.canaryRequests >= state.plan.leastRequests;
  const { atWeight, inAttempt } = state.windows;
  return [...found, reading.weightCeiling >= 2 * state.weight, isEnough, atWeight > 0, inAttempt > 0, state.openGates];
}
