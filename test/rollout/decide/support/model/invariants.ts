import { carriedShare } from '../../../../../lib/rollout/decide/bounds/carried-share.js';
import { isProvable } from '../../../../../lib/rollout/decide/bounds/is-provable.js';
import { isProvenEnough } from '../../../../../lib/rollout/decide/bounds/is-proven-enough.js';
import { mostWeight } from '../../../../../lib/rollout/decide/bounds/most-weight.js';
import type { Phase } from '../../../../../lib/rollout/decide/phase.js';
import type { RolloutState } from '../../../../../lib/rollout/decide/rollout-state.js';
import type { Transition } from './explore.js';
import { readingOf } from './reading-of.js';

const ends: readonly Phase[] = ['promoted', 'rolled-back'];
const goesBack: readonly Phase[] = ['returning', ...ends];

/** What holds of every decision, by the number that `docs/rollout-states.md` gives it; false where it does not. */
export const invariants: Readonly<Record<string, (transition: Transition) => boolean>> = {
  I1: ({ before, decision: { state } }) => {
    const isSame = sent(state) === sent(before.state);
    return isSame ? state.epoch >= before.state.epoch : state.epoch > before.state.epoch;
  },
  I2: (transition) => !isRise(transition) || mayRise(transition),
  I3: (transition) => !isRise(transition) || isWithinBounds(transition),
  I4: ({ before, event, decision }) => {
    if (event.command !== 'abort' || ends.includes(before.state.phase)) return true;
    const [first] = decision.effects;
    return (
      first?.kind === 'push-weight' && first.weight === 0 && first.mirror === 0 && decision.state.phase === 'returning'
    );
  },
  I5: ({ before, world, decision }) => {
    const isRefused = world.proxies === 'refused' && world.pushed?.epoch === before.state.epoch;
    return !isRefused || goesBack.includes(before.state.phase) || goesBack.includes(decision.state.phase);
  },
  I6: ({ decision: { state } }) => {
    const isAsked = state.weight > 0 || state.mirror > 0;
    if (!isAsked || state.windows.inAttempt === 0 || goesBack.includes(state.phase)) return true;
    return readingOf(state).harmful.length === 0;
  },
  I7: (transition) => !isPromotion(transition) || isEarned(transition),
  I8: ({ before, world, decision }) => {
    const isAdopted = decision.effects.some(({ kind }) => kind === 'adopt-canary');
    if (!isAdopted || before.state.phase === 'promoted') return true;
    const isFull = world.pushed?.weight === 1 || before.state.weight === 1;
    return before.state.phase === 'watching' && isFull;
  },
  I9: ({ world, decision }) =>
    decision.effects.every((effect) => {
      if (effect.kind !== 'scale' || effect.capacity > 0) return true;
      const held = world.proxies === 'accepted' ? world.pushed : undefined;
      return held?.weight === (effect.side === 'canary' ? 0 : 1) && held.mirror === 0;
    }),
  I10: ({ before, decision }) => {
    const told = decision.effects.filter(
      (effect) => effect.kind === 'notify' && ends.some((end) => end === effect.code),
    );
    const isEnd = ends.includes(decision.state.phase) && !ends.includes(before.state.phase);
    return told.length === (isEnd ? 1 : 0);
  },
  I11: (transition) => transition.event.command === 'abort' || leavesNoMoreThanCarried(transition),
  I12: ({ world, decision, after }) => {
    const pushes = decision.effects.filter((effect) => effect.kind === 'push-weight');
    const last = pushes.at(-1);
    const isOrdered = pushes.every((push, index) => index === 0 || push.epoch > (pushes[index - 1]?.epoch ?? 0));
    const isStated = last === undefined || (last.epoch === after.state.epoch && sent(last) === sent(after.state));
    const isSeen = (world.pushed?.epoch ?? 0) >= after.state.epoch || after.state.isWithdrawn;
    return isOrdered && isStated && (last !== undefined || isSeen);
  },
};

function sent({ weight, mirror, audience }: Pick<RolloutState, 'weight' | 'mirror' | 'audience'>): string {
  return weight === 0 ? `0 ${mirror}` : `${weight} ${mirror} ${audience}`;
}

/** More comes to the canary: a greater share, a greater share of copies, or a share of more requests. */
function isRise({ before, decision: { state } }: Transition): boolean {
  const from = before.state;
  const isWider = state.audience === 'everybody' && from.audience === 'matching' && state.weight > 0;
  return state.mirror > from.mirror || isWider || state.weight > from.weight;
}

/** Only while every proxy holds the weight before, counters can be read, and nobody has stopped it. The watch's rest follows the watch. */
function mayRise({ before, world, decision }: Transition): boolean {
  const isHeld = world.proxies === 'accepted' && world.pushed?.epoch === before.state.epoch;
  const isWatch = before.state.phase === 'watching' && decision.state.weight === 1;
  return isWatch || (before.state.phase === 'measuring' && isHeld && world.telemetry.kind === 'fresh');
}

function isWithinBounds({ before, event, observation, decision }: Transition): boolean {
  const { state } = decision;
  const { weight, mirror, plan } = before.state;
  const room = carriedShare(before.state, 'canary', observation.workloads.canary) ?? 0;
  if (before.state.phase === 'watching') return true;
  if (Math.max(state.weight, state.mirror) > room || state.weight > state.allowedWeight) return false;
  if (state.phase === 'promoting') return state.weight === mostWeight(plan);
  if (weight === 0 && mirror === 0) return isFirst(state);
  const isSeen = before.state.windows.atWeight > 0 || event.window !== undefined;
  return isSeen && isNext(state, weight);
}

/** The first weight is the plan's own. */
function isFirst({ plan, weight, mirror }: RolloutState): boolean {
  const { strategy } = plan;
  if (strategy.kind === 'mirror') return weight === 0 && mirror <= strategy.share;
  if (strategy.kind === 'blue-green' || strategy.kind === 'a-b') return mirror === 0;
  const first = strategy.kind === 'paced' ? strategy.first : (strategy.steps[0]?.weight ?? 1);
  return weight <= first && mirror === 0;
}

function isNext(state: RolloutState, before: number): boolean {
  const { weight, mirror } = state;
  const { strategy } = state.plan;
  if (strategy.kind === 'mirror') return weight === 0 && mirror <= strategy.share;
  if (strategy.kind === 'blue-green' || strategy.kind === 'a-b') return true;
  return weight <= 2 * before && weight <= readingOf(state).weightCeiling;
}

function isPromotion({ before, decision }: Transition): boolean {
  return (
    decision.state.phase === 'promoting' &&
    before.state.phase !== 'promoting' &&
    before.state.pausedFrom !== 'promoting'
  );
}

/** By proof, by somebody's word, or because the plan says so of the end of its time. */
function isEarned({ before, decision }: Transition): boolean {
  const { plan, promotionAskedBy, openGates, budgetMs } = decision.state;
  if (before.state.phase !== 'measuring') return false;
  const atPromotion = {
    ...decision.state,
    ...sentOf(before.state),
    heldMs: before.state.heldMs + 1_000,
    windows: before.state.windows,
  };
  const reading = readingOf(decision.state);
  if (isProvenEnough({ state: { ...atPromotion, windows: { ...atPromotion.windows, atWeight: 1 } }, reading }))
    return true;
  if (promotionAskedBy !== undefined || (!isProvable(plan) && openGates.includes('promotion'))) return true;
  const isOver = budgetMs >= plan.timing.budgetMs || before.state.phaseMs + 1_000 >= plan.timing.gateMs;
  return plan.whenUndecided === 'promote' && isProvable(plan) && isOver;
}

function sentOf({ weight, mirror, audience }: RolloutState): Pick<RolloutState, 'weight' | 'mirror' | 'audience'> {
  return { weight, mirror, audience };
}

/** The stable side gets no more back than it has room for, while the canary has room for the rest and there is time. */
function leavesNoMoreThanCarried({ before, observation, decision: { state } }: Transition): boolean {
  if (state.phase !== 'returning' || state.weight >= before.state.weight) return true;
  const stable = carriedShare(state, 'stable', observation.workloads.stable);
  const canary = carriedShare(state, 'canary', observation.workloads.canary);
  if (stable === undefined || canary === undefined || stable + canary < 1) return true;
  const isLate = before.state.phase === 'returning' && state.phaseMs >= state.plan.timing.wayBackMs;
  return isLate || 1 - state.weight <= stable + 1e-9;
}
