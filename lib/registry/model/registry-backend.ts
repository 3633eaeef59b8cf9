import type { RegistryContent } from './registry-content.js';
import type { RegistryWrite, WriteOptions } from './registry-write.js';
import type { RegistryWriteResult } from './registry-write-result.js';

/** What a backend tells of its store, in order. */
export type RegistryEvent =
  /** The whole content, first of all and after each change; changes in quick succession may come as one. */
  | { readonly kind: 'content'; readonly content: RegistryContent }
  /** The store cannot be reached or trusted: what was told last is all that is known. Ends with the next `content`. */
  | { readonly kind: 'stale'; readonly reason: string };

/** Where services and instances are kept. One contract for all: `test/support/registry/backend-contract.ts`. */
export interface RegistryBackend {
  /** The backend's kind, as users write it: `embedded`, `redis`, `kubernetes`, `consul`, `dns`, `static`. */
  readonly kind: string;
  /** Whether it takes writes; where not, each is refused as `read-only`. */
  readonly canWrite: boolean;
  /**
   * Follows the content. The listener hears of a write that is done here before the write's promise resolves, or soon after where
   * the store itself tells of it. Ends with the returned function. The listener must not throw.
   */
  readonly watch: (listener: (event: RegistryEvent) => void) => () => void;
  /** Never rejects for what the store or the network does: that is a result. */
  readonly write: (write: RegistryWrite, options?: WriteOptions) => Promise<RegistryWriteResult>;
  /** Lets go of connections and files; the store keeps what it has. */
  readonly close: () => Promise<void>;
}
