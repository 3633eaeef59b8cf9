import type { CountBaseline } from '../../rollout/counters/count-baseline.js';
import type { RolloutState } from '../../rollout/decide/rollout-state.js';
import type { Notice } from '../ports/notice-port.js';
import type { DecisionEntry } from './decision-entry.js';

/** The version of the record's form. A reader accepts its own version only. */
export const recordVersion = 1;

/** What a controller keeps of a rollout beside what was decided. */
export interface RecordSurroundings {
  readonly recordVersion: 1;
  /** What the next window counts from. */
  readonly baseline: CountBaseline;
  /** Since when, in ms since the epoch of Unix, every proxy has held the weight of this number without a break; absent: they do not. */
  readonly held?: { readonly epoch: number; readonly fromMs: number };
  /** The revision that was last made the stable side. */
  readonly adopted?: string;
  /** What has not arrived yet, the oldest first; 100 at most. */
  readonly notices: readonly Notice[];
  /** Last decisions, the newest last; 200 at most. */
  readonly log: readonly DecisionEntry[];
}

/** Everything that a controller keeps of a rollout: plain JSON. Who has it goes on where another has stopped. */
export interface RolloutRecord extends RecordSurroundings {
  readonly state: RolloutState;
}
