import type { Diagnostic } from './diagnostic.js';

/** Whether there is a diagnostic among these that stops output. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
