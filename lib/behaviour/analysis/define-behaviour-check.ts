import type { DiagnosticSlug } from '../../diagnostics/codes.js';
import { createDiagnostic, type DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { BehaviourCheckContext } from './behaviour-check-context.js';

/** A search for one kind of mistake that shows only in what a mesh does with requests. */
export interface BehaviourCheck {
  /** The only diagnostic that the check reports. */
  readonly slug: DiagnosticSlug;
  /** Finds the mistakes. May be empty; in no order. */
  run(context: BehaviourCheckContext): readonly Diagnostic[];
}

/**
 * Makes a check of behaviour out of a function that finds the mistakes of one kind. It decides over all requests there
 * are, by `lib/simulate/sets`, and never by samples.
 */
export function defineBehaviourCheck<const Slug extends DiagnosticSlug>(
  slug: Slug,
  find: (context: BehaviourCheckContext) => Iterable<DiagnosticDetails>,
): BehaviourCheck & { readonly slug: Slug } {
  return {
    slug,
    run: (context) => Array.from(find(context), (details) => createDiagnostic(slug, details)),
  };
}
