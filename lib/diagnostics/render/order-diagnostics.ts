import { compareText } from '../../util/compare-text.js';
import type { Diagnostic } from '../diagnostic.js';

/**
 * Puts diagnostics into the order in which they are read: by file, line and column, then code and message. Those
 * without a place in the program come last. Returns a new array.
 */
export function orderDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (left, right) =>
      comparePlaces(left, right) ||
      compareText(left.code, right.code) ||
      compareText(left.origin?.constructPath ?? '', right.origin?.constructPath ?? '') ||
      compareText(left.message, right.message),
  );
}

function comparePlaces(left: Diagnostic, right: Diagnostic): number {
  const [a, b] = [left.origin?.source, right.origin?.source];
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}
