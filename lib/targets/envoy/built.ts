import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Origin } from '../../diagnostics/origin.js';

/** A checked resource with what has to be known of it beside the bytes. Frozen, because proxies share it. */
export interface Built<T> {
  readonly resource: T;
  /** Why Envoy would refuse it; empty for a good one. */
  readonly diagnostics: readonly Diagnostic[];
  /** Rows for the origin table of each proxy that has the resource. */
  readonly origins: readonly OriginRow[];
}

/** A key of the origin table with its origin. */
export type OriginRow = readonly [key: string, origin: Origin];
