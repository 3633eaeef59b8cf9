import { diagnosticCodes, type DiagnosticSlug } from './codes.js';
import type { Diagnostic, RelatedOrigin } from './diagnostic.js';
import type { Origin } from './origin.js';

/** What a caller says of a diagnostic; code and severity follow from the slug. */
export interface DiagnosticDetails {
  readonly message: string;
  readonly origin?: Origin | undefined;
  readonly related?: readonly RelatedOrigin[];
  readonly hint?: string | undefined;
}

/**
 * Makes a diagnostic of a known kind. Code and severity come from the table in `codes.ts`.
 */
export function createDiagnostic(slug: DiagnosticSlug, details: DiagnosticDetails): Diagnostic {
  const { code, severity } = diagnosticCodes[slug];
  return {
    code,
    slug,
    severity,
    message: details.message,
    related: details.related ?? [],
    ...(details.origin === undefined ? {} : { origin: details.origin }),
    ...(details.hint === undefined ? {} : { hint: details.hint }),
  };
}
