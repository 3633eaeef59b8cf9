import type { ProxiesObserved, TelemetryObserved, WorkloadsObserved } from '../../rollout/observation/observation.js';
import type { RolloutRecord } from '../record/rollout-record.js';

/** What a controller remembers of a rollout from turn to turn. All of it can be lost: what counts is in the store. */
export interface Memory {
  /** The record, as far as it is known; absent: there is none. */
  readonly record?: RolloutRecord;
  /** The writing in the store that the record follows from; absent: there is none. */
  readonly version?: string;
  /** Whether the store was read since this controller began, or since somebody else has written. */
  readonly isLoaded: boolean;
  /** Whether something was decided and carried out that the store could not take yet. */
  readonly isUnsaved: boolean;
  /** Moments of the monotonic clock, ms. */
  readonly savedAt: number;
  readonly readAt: number;
  /** As they were seen last. */
  readonly proxies: ProxiesObserved;
  readonly workloads: WorkloadsObserved;
  readonly telemetry: TelemetryObserved;
  /** Why nothing could be decided in the last turn. */
  readonly problem?: string;
}

/** What is remembered at first. */
export const noMemory: Memory = Object.freeze<Memory>({
  isLoaded: false,
  isUnsaved: false,
  savedAt: -Infinity,
  readAt: -Infinity,
  proxies: { kind: 'unknown' },
  workloads: { canary: { kind: 'unknown' }, stable: { kind: 'unknown' } },
  telemetry: { kind: 'fresh' },
});
