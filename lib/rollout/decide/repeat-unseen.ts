import type { Observation } from '../observation/observation.js';
import { isAccepted } from './bounds/is-accepted.js';
import { observedEpoch } from './bounds/observed-epoch.js';
import type { Decision } from './decision.js';
import type { Effect } from './effect.js';
import { pushEffect } from './moves/push-effect.js';
import { scale } from './moves/scale.js';
import type { RolloutState } from './rollout-state.js';
import type { Turn } from './turn.js';

const sides = ['stable', 'canary'] as const;

/**
 * Asks again for what was asked for and is not seen to be done: an effect may have been lost with the one who was to carry it out, and
 * proxies' server may have forgotten. Nothing of what the program has stopped to want.
 */
export function repeatUnseen({ observation }: Turn, decision: Decision): Decision {
  const { state, effects } = decision;
  if (state.isWithdrawn) return decision;
  const isPushed = effects.some(({ kind }) => kind === 'push-weight') || observedEpoch(observation) >= state.epoch;
  const isScaled = effects.some(({ kind }) => kind === 'scale');
  const unseen = isScaled ? [] : sides.filter((side) => !isSeen(state, observation, side));
  const again: Effect[] = [
    ...unseen.flatMap((side) => scale(state, side, state.capacity[side])),
    ...(isPushed ? [] : [pushEffect(state)]),
  ];
  return again.length === 0 ? decision : { ...decision, effects: [...again, ...effects] };
}

function isSeen(state: RolloutState, observation: Observation, side: 'canary' | 'stable'): boolean {
  const workload = observation.workloads[side];
  if (workload.kind === 'unknown') return true;
  const isEnded = state.phase === 'promoted' || state.phase === 'rolled-back';
  if (!isEnded) return state.capacity[side] === 0 || workload.desired > 0;
  // A side is stopped only while no proxy sends anything to it.
  return state.capacity[side] > 0 || workload.desired === 0 || !isAccepted({ state, observation });
}
