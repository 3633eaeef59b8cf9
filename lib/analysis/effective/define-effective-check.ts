import type { DiagnosticSlug } from '../../diagnostics/codes.js';
import { createDiagnostic, type DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { EffectiveCheckContext } from './effective-check-context.js';

/** A search for one kind of mistake that shows only where routes are joined and policies resolved. */
export interface EffectiveCheck {
  /** The only diagnostic that the check reports. */
  readonly slug: DiagnosticSlug;
  /** Finds the mistakes; an echo of a mistake that another check reports is not one. May be empty; in no order. */
  run(context: EffectiveCheckContext): readonly Diagnostic[];
}

/**
 * Makes a check of the effective mesh out of a function that finds the mistakes of one kind. It has to stay near linear
 * in the size of the mesh: paths are never listed, but computed along `CallGraph.components`.
 */
export function defineEffectiveCheck<const Slug extends DiagnosticSlug>(
  slug: Slug,
  find: (context: EffectiveCheckContext) => Iterable<DiagnosticDetails>,
): EffectiveCheck & { readonly slug: Slug } {
  return {
    slug,
    run: (context) => Array.from(find(context), (details) => createDiagnostic(slug, details)),
  };
}
