import type { Diagnostic } from '../diagnostic.js';
import { countSeverities, type SeverityCounts } from './count-severities.js';
import { orderDiagnostics } from './order-diagnostics.js';

/** Diagnostics as a program reads them. */
export interface DiagnosticReport {
  /** Ordered by file, line, column and code; may be empty. */
  readonly diagnostics: readonly Diagnostic[];
  readonly summary: SeverityCounts;
}

/**
 * Shows diagnostics to a program: plain data, to be written with `stableJson`.
 */
export function renderJson(diagnostics: readonly Diagnostic[]): DiagnosticReport {
  return { diagnostics: orderDiagnostics(diagnostics), summary: countSeverities(diagnostics) };
}
