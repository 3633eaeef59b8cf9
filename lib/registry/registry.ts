import type { RegistryContent } from './model/registry-content.js';
import type { RegistryWrite, WriteOptions } from './model/registry-write.js';
import type { RegistryWriteResult } from './model/registry-write-result.js';

/** How one backend stands. */
export interface BackendState {
  readonly kind: string;
  readonly canWrite: boolean;
  /** Absent while it is live: why what it told last is all that is known. */
  readonly staleReason?: string;
}

/**
 * Several backends as one. Of two records with one key the one of the earlier backend counts; writes go to the first that
 * takes them. A record that a write names but another backend holds is refused as `read-only`.
 */
export interface Registry {
  /** What is known now, of all backends together. */
  readonly content: () => RegistryContent;
  readonly backends: () => readonly BackendState[];
  /**
   * Calls back after each change of content or of a backend's state; not at once. Ends with the returned function. The
   * listener must not throw.
   */
  readonly watch: (listener: () => void) => () => void;
  /** After `done`, `content` has it. */
  readonly write: (write: RegistryWrite, options?: WriteOptions) => Promise<RegistryWriteResult>;
  readonly close: () => Promise<void>;
}
