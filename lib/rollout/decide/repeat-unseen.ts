import type { WorkloadObserved } from '../observation/observation.js';
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
  const scales = isScaled ? [] : sides.flatMap((side) => scaleAgain(state, side, observation.workloads[side]));
  const again: Effect[] = [...scales, ...(isPushed ? [] : [pushEffect(state)])];
  return again.length === 0 ? decision : { ...decision, effects: [...again, ...effects] };
}

function scaleAgain(state: RolloutState, side: 'canary' | 'stable', workload: WorkloadObserved): Effect[] {
  if (workload.kind === 'unknown') return [];
  const capacity = state.capacity[side];
  const isEnded = state.phase === 'promoted' || state.phase === 'rolled-back';
  const isMissing = capacity > 0 && workload.desired === 0 && !isEnded;
  const isTooMany = capacity === 0 && workload.desired > 0 && isEnded;
  return isMissing || isTooMany ? scale(state, side, capacity) : [];
}
