import type { Origin } from './origin.js';

/** How much a diagnostic weighs: only errors stop output. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * A fact about the user's program that the user should act on. Collected, never thrown.
 */
export interface Diagnostic {
  /** The lasting number, for example `MW2003`. */
  readonly code: `MW${number}`;
  /** The readable name, for example `route-unknown-backend`. */
  readonly slug: string;
  /** Only errors stop output. */
  readonly severity: Severity;
  /** What is wrong in the user's words, with the value got and the value expected; lower case, no full stop. */
  readonly message: string;
  /** Where it is; absent where no line of the program is to blame. */
  readonly origin?: Origin;
  /** Other places that take part, in reading order; may be empty. */
  readonly related: readonly RelatedOrigin[];
  /** What to change. */
  readonly hint?: string;
  /** Set where the program says that this is known and fine: reports keep it, and it counts for nothing. */
  readonly suppression?: SuppressionNote;
}

/** That a diagnostic is suppressed, and why. */
export interface SuppressionNote {
  /** In the user's words. */
  readonly reason: string;
  /** Where the program says so. */
  readonly origin: Origin;
}

/** A second place that a diagnostic speaks of. */
export interface RelatedOrigin {
  /** What the place has to do with it. */
  readonly message: string;
  /** Where it is. */
  readonly origin: Origin;
}
