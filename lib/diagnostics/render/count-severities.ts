import type { Diagnostic, Severity } from '../diagnostic.js';

/** How many diagnostics there are of each severity. */
export type SeverityCounts = Readonly<Record<Severity, number>>;

/**
 * Counts diagnostics by severity, for summaries and exit codes. Suppressed ones do not count.
 */
export function countSeverities(diagnostics: readonly Diagnostic[]): SeverityCounts {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity, suppression } of diagnostics) {
    if (suppression === undefined) counts[severity] += 1;
  }
  return counts;
}
