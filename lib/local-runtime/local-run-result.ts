import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { LocalReport } from './local-report.js';

/** How a run on this machine ended. */
export interface LocalRunResult {
  /** With an error among them, that is why the run ended; warnings were shown when they came. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absent when an error ended the run before everything was ready. */
  readonly report?: LocalReport;
}
