import type { DiagnosticCode, DiagnosticSlug } from './codes.js';
import type { Origin } from './origin.js';

/** How much a diagnostic weighs: only errors stop output. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * A fact about the user's program that the user should act on. Collected, never thrown.
 */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly slug: DiagnosticSlug;
  readonly severity: Severity;
  /** What is wrong in the user's words, with the value got and the value expected; lower case, no full stop. */
  readonly message: string;
  readonly origin?: Origin;
  /** Other places that take part, in reading order; may be empty. */
  readonly related: readonly RelatedOrigin[];
  /** What to change. */
  readonly hint?: string;
}

/** A second place that a diagnostic speaks of. */
export interface RelatedOrigin {
  readonly message: string;
  readonly origin: Origin;
}
