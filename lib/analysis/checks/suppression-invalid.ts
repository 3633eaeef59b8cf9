import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import { diagnosticCodes, retiredCodes } from '../../diagnostics/codes.js';
import type { Suppression } from '../../diagnostics/suppression.js';
import { defineCheck } from '../define-check.js';
import { didYouMean } from '../words/did-you-mean.js';
import { showValue } from '../words/show-value.js';

const entriesByCode = new Map<unknown, { readonly slug: string; readonly severity: string }>(
  Object.entries(diagnosticCodes).map(([slug, { code, severity }]) => [code, { slug, severity }]),
);

/**
 * Finds suppressions without a reason, and those of something that is no code, no code any more, or an error.
 */
export const suppressionInvalid = defineCheck('suppression-invalid', function* ({ ir }) {
  for (const suppression of ir.suppressions) {
    const { reason, origin } = suppression;
    const words = `the suppression of ${showValue(suppression.code)} at "${origin.constructPath}"`;
    const problem = codeProblem(suppression);
    if (problem !== undefined) yield { message: `${words} ${problem.message}`, hint: problem.hint, origin };
    // An untyped program may leave it out.
    if (typeof reason === 'string' && reason.trim() !== '') continue;
    yield { message: `${words} gives no reason`, hint: 'say why it is fine, for those who come after', origin };
  }
});

function codeProblem({ code }: Suppression): DiagnosticDetails | undefined {
  const entry = entriesByCode.get(code);
  if (entry?.severity === 'error') {
    return {
      message: `names an error (${entry.slug}), and errors cannot be suppressed`,
      hint: 'correct what it tells of',
    };
  }
  if (entry !== undefined) return undefined;
  if (retiredCodes.includes(code)) return { message: 'names a code that is no longer reported', hint: 'remove it' };
  const bySlug = Object.entries(diagnosticCodes).find(([slug]) => slug === code);
  const hint = bySlug === undefined ? nearest(code) : `write "${bySlug[1].code}"`;
  return { message: 'names no code of a diagnostic', hint };
}

function nearest(code: unknown): string | undefined {
  return typeof code === 'string' ? didYouMean(code.toUpperCase(), [...entriesByCode.keys()].map(String)) : undefined;
}
