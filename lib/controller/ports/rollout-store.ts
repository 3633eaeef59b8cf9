import type { RolloutCommand } from '../../rollout/observation/rollout-command.js';
import type { RolloutRecord } from '../record/rollout-record.js';

/** What a store has, and which writing of it that is. */
export interface StoredRecord {
  /** Changes with every writing; says nothing else. */
  readonly version: string;
  /** As it was written; whether it is sound is for the reader to say. */
  readonly record: unknown;
}

/** What came of writing. */
export type Saved =
  | { readonly kind: 'saved'; readonly version: string }
  /** Somebody else has written since: who asks reads again before it decides anything. */
  | { readonly kind: 'conflict' };

/**
 * Where records of rollouts are kept, and what people ask of them: a folder, objects in Kubernetes, or Redis. Every call rejects when the
 * store cannot be asked or does not answer; nothing is known then of whether it was carried out.
 */
export interface RolloutStore {
  /** Names of rollouts that there is a record of, sorted. */
  readonly names: () => Promise<readonly string[]>;
  /** Undefined: there is none. */
  readonly load: (name: string) => Promise<StoredRecord | undefined>;
  /** Writes a record if what is there is still what it follows from; undefined: nothing is there. On the disk, or as safe, once it resolves. */
  readonly save: (name: string, record: RolloutRecord, basedOn: string | undefined) => Promise<Saved>;
  /** What people have asked for and nobody has answered, in the order of asking; asking twice by one id is asking once. */
  readonly commands: (name: string) => Promise<readonly RolloutCommand[]>;
  readonly ask: (name: string, command: RolloutCommand) => Promise<void>;
  /** Takes answered commands away. */
  readonly answered: (name: string, ids: readonly string[]) => Promise<void>;
  /** Calls back when commands may have come. Ends with the returned function. A store that cannot tell never calls; it is asked each turn anyway. */
  readonly watch: (listener: () => void) => () => void;
  readonly close: () => Promise<void>;
}
