import { type Exposure, noExposure } from '../exposure.js';
import type { RolloutState } from '../rollout-state.js';
import type { Turn } from '../turn.js';
import { carriedShare } from './carried-share.js';
import { currentStep } from './current-step.js';
import { finalExposure } from './final-exposure.js';
import { isExposed } from './is-exposed.js';
import { sameExposure } from '../moves/same-exposure.js';

/** A smaller rise than to this multiple is not worth the windows that are thrown away after it. */
const leastRise = 1.25;

/**
 * What may come to the canary next: no more than the strategy says, than twice the present weight, than evidence allows and than its
 * instances can answer; undefined: it stays as it is. The first weight is the plan's own, for nothing can be known before it. So is that
 * of `blue-green`, `a-b` and `mirror`, which know one weight only. Every later rise needs a window with the present one.
 */
export function nextExposure(turn: Turn): Exposure | undefined {
  const { state, observation } = turn;
  const room = carriedShare(state, 'canary', observation.workloads.canary);
  if (room === undefined) return undefined;
  const { kind } = state.plan.strategy;
  return kind === 'paced' || kind === 'steps' ? nextShare(turn, room) : onlyExposure(turn, room);
}

function nextShare({ state, reading }: Turn, room: number): Exposure | undefined {
  const { weight } = state;
  const target = strategyWeight(state);
  if (target <= weight) return undefined;
  if (weight === 0) {
    const first = Math.min(target, floorToBasisPoint(room));
    return first > 0 ? { ...noExposure, weight: first } : undefined;
  }
  if (state.windows.atWeight === 0) return undefined;
  const next = Math.min(target, 2 * weight, floorToBasisPoint(reading.weightCeiling), floorToBasisPoint(room));
  return next >= Math.min(target, leastRise * weight) ? { ...noExposure, weight: next } : undefined;
}

/** The strategy's own bound: for steps the present one, or the one after it when its time is over and its gate is open. */
function strategyWeight(state: RolloutState): number {
  const { strategy } = state.plan;
  const most = finalExposure(state.plan).weight;
  if (strategy.kind === 'paced') return state.weight === 0 ? Math.min(strategy.first, most) : most;
  const current = currentStep(state);
  if (strategy.kind !== 'steps' || current === undefined) return most;
  const isOver = current.isReached && state.heldMs >= current.step.holdMs;
  const isOpen = !current.step.needsApproval || state.openGates.includes(`step-${current.index}`);
  const following = strategy.steps[current.index + 1];
  return isOver && isOpen && following !== undefined ? Math.min(following.weight, most) : current.weight;
}

function onlyExposure({ state }: Turn, room: number): Exposure | undefined {
  // After less of it, for want of a look or of room, one look at that comes first.
  if (isExposed(state) && state.windows.atWeight === 0) return undefined;
  const asked = finalExposure(state.plan);
  const next = { ...asked, mirror: Math.min(asked.mirror, floorToBasisPoint(room)) };
  // The size of a group that matches is not known, so there has to be room for everybody.
  const isRoom = asked.weight <= room && (asked.mirror === 0 || next.mirror > 0);
  return isRoom && !sameExposure(state, next) && next.mirror >= state.mirror ? next : undefined;
}

/** Down to a hundredth of a percent, which is what proxies can tell apart. */
function floorToBasisPoint(share: number): number {
  return Math.floor(share * 10_000 + 1e-9) / 10_000;
}
