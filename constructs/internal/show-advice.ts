import type { Diagnostic } from '../../lib/diagnostics/diagnostic.js';
import { renderText } from '../../lib/diagnostics/render/text.js';

/**
 * Prints warnings and notes on stderr, since cdk8s has no place for what does not stop it. Says nothing where our CLI
 * runs the program (`MESHWRIGHT_OUT`): it reads the diagnostics and prints them itself.
 */
export function showAdvice(diagnostics: readonly Diagnostic[]): void {
  if (process.env['MESHWRIGHT_OUT'] !== undefined) return;
  const advice = diagnostics.filter(({ severity }) => severity !== 'error');
  if (advice.length > 0) process.stderr.write(renderText(advice));
}
