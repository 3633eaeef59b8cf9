import type { MeshInstance } from './mesh-instance.js';

/** What a source tells, in order. */
export type DiscoveryEvent =
  /** Everything, by service. First of all, and after each change; lists that are as they were are the same objects. */
  | { readonly kind: 'content'; readonly instances: ReadonlyMap<string, readonly MeshInstance[]> }
  /** The source cannot be reached: what it told last is all that is known. Ends with the next `content`. */
  | { readonly kind: 'stale'; readonly reason: string };

/** Where a client learns which instances there are. */
export interface DiscoverySource {
  /** Starts to tell. Ends with the returned function. */
  readonly start: (listener: (event: DiscoveryEvent) => void) => () => void;
}
