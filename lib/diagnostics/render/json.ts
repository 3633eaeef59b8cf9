import type { Diagnostic } from '../diagnostic.js';
import { countSeverities, type SeverityCounts } from './count-severities.js';
import { orderDiagnostics } from './order-diagnostics.js';

/** Diagnostics as a program reads them. */
export interface DiagnosticReport {
  /** Ordered by file, line, column and code; may be empty. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the program suppresses, with its reasons, in the same order; counts for nothing. May be empty. */
  readonly suppressed: readonly Diagnostic[];
  readonly summary: SeverityCounts;
}

/**
 * Shows diagnostics to a program: plain data, to be written with `stableJson`.
 */
export function renderJson(diagnostics: readonly Diagnostic[]): DiagnosticReport {
  const ordered = orderDiagnostics(diagnostics);
  return {
    diagnostics: ordered.filter(({ suppression }) => suppression === undefined),
    suppressed: ordered.filter(({ suppression }) => suppression !== undefined),
    summary: countSeverities(diagnostics),
  };
}
