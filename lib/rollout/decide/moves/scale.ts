import type { Effect } from '../effect.js';
import type { RolloutState } from '../rollout-state.js';

/** Asks for a side to run; nothing where the two sides are the same endpoints under two policies or configurations. */
export function scale(state: RolloutState, side: 'canary' | 'stable', capacity: number): Effect[] {
  return state.plan.subject.kind === 'versions' ? [{ kind: 'scale', side, capacity }] : [];
}
