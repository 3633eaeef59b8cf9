import type { Effect } from './effect.js';
import type { Reason } from './reason.js';
import type { RolloutState } from './rollout-state.js';

/** What follows from an observation. */
export interface Decision {
  readonly state: RolloutState;
  /** In the order in which they are to be carried out, after the state was stored. */
  readonly effects: readonly Effect[];
  /** What changed, and why; absent: nothing that anybody has to know. */
  readonly reason?: Reason;
}
