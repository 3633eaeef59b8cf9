import { createDiagnostic } from './create-diagnostic.js';
import type { Diagnostic } from './diagnostic.js';
import { hasErrors } from './has-errors.js';
import type { Suppression } from './suppression.js';

/**
 * Marks the diagnostics that the program suppresses: those of a suppression's code, at its construct or below. Of
 * several the nearest gives the reason. Errors are never marked. Order is kept. Adds `suppression-unused` for what
 * suppresses nothing, unless there are errors: what stops early has not looked everywhere.
 */
export function applySuppressions(
  diagnostics: readonly Diagnostic[],
  suppressions: readonly Suppression[],
): readonly Diagnostic[] {
  if (suppressions.length === 0) return diagnostics;
  const suppressionsByKey = new Map<string, Suppression[]>();
  for (const suppression of suppressions) {
    const key = keyOf(suppression.code, suppression.origin.constructPath);
    suppressionsByKey.set(key, [...(suppressionsByKey.get(key) ?? []), suppression]);
  }
  const used = new Set<Suppression>();
  const marked = diagnostics.map((diagnostic): Diagnostic => {
    const { severity, code, origin } = diagnostic;
    if (severity === 'error' || origin === undefined) return diagnostic;
    const found = pathsUpwards(origin.constructPath).flatMap((path) => suppressionsByKey.get(keyOf(code, path)) ?? []);
    for (const suppression of found) used.add(suppression);
    const [nearest] = found;
    if (nearest === undefined) return diagnostic;
    return { ...diagnostic, suppression: { reason: nearest.reason, origin: nearest.origin } };
  });
  if (hasErrors(diagnostics)) return marked;
  return [...marked, ...suppressions.filter((suppression) => !used.has(suppression)).map(unused)];
}

function keyOf(code: string, constructPath: string): string {
  return `${code} ${constructPath}`;
}

/** A path and those it stands under: `a/b/c`, `a/b`, `a`. */
function pathsUpwards(path: string): readonly string[] {
  const end = path.lastIndexOf('/');
  return end === -1 ? [path] : [path, ...pathsUpwards(path.slice(0, end))];
}

function unused({ code, origin }: Suppression): Diagnostic {
  return createDiagnostic('suppression-unused', {
    message: `${code} is suppressed here, but nothing at "${origin.constructPath}" or below gets it`,
    origin,
    hint: 'remove the suppression',
  });
}
