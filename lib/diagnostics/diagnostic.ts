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
}

/** A second place that a diagnostic speaks of. */
export interface RelatedOrigin {
  /** What the place has to do with it. */
  readonly message: string;
  /** Where it is. */
  readonly origin: Origin;
}
