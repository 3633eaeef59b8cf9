import type { DiagnosticSlug } from '../diagnostics/codes.js';
import { createDiagnostic, type DiagnosticDetails } from '../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { CheckContext } from './check-context.js';

/** A search for one kind of mistake in a declared mesh. Its code, severity and summary stand in the table of codes. */
export interface Check {
  /** The only diagnostic that the check reports. */
  readonly slug: DiagnosticSlug;
  /** Finds the mistakes; an echo of a mistake that another check reports is not one. May be empty; in no order. */
  run(context: CheckContext): readonly Diagnostic[];
}

/**
 * Makes a check out of a function that finds the mistakes of one kind.
 */
export function defineCheck<const Slug extends DiagnosticSlug>(
  slug: Slug,
  find: (context: CheckContext) => Iterable<DiagnosticDetails>,
): Check & { readonly slug: Slug } {
  return {
    slug,
    run: (context) => Array.from(find(context), (details) => createDiagnostic(slug, details)),
  };
}
