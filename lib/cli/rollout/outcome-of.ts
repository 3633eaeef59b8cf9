import type { RolloutStatus } from '../../controller/rollout-status.js';

/** How a rollout has ended, as far as a pipeline can go by it. */
export type RolloutOutcome = 'promoted' | 'rolled-back' | 'undecided';

/**
 * How a rollout has ended; undefined while it goes on, and while what has ended is not what the program, or the caller, wants.
 *
 * @param revision that is waited for; absent: what the program wants
 */
export function outcomeOf({ state, plan }: RolloutStatus, revision = plan?.revision): RolloutOutcome | undefined {
  if (state === undefined || (revision !== undefined && state.plan.revision !== revision)) return undefined;
  // One that ended because something else was wanted is about to begin again.
  const isAgain = state.isWithdrawn && plan !== undefined;
  if (state.phase === 'promoted') return 'promoted';
  if (state.phase === 'rolled-back') return isAgain ? undefined : 'rolled-back';
  return state.phase === 'held' ? 'undecided' : undefined;
}
