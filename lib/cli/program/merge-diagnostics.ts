import type { Diagnostic } from '../../diagnostics/diagnostic.js';

/** What each witness of a run has to say. */
export interface Findings {
  /** From the meshes themselves. */
  readonly mesh: readonly Diagnostic[];
  /** From the type checker. */
  readonly types: readonly Diagnostic[];
  /** Why the run failed, if it did. */
  readonly run: Diagnostic | undefined;
}

/**
 * Puts the findings of one run together so that one cause is reported once.
 *
 * - A mesh with errors makes cdk8s throw at the end: the mesh's own words stand, the exception is their echo.
 * - Where types are wrong an exception is likely what the type checker foretold, often lines later: a wrong value is
 *   noticed when it is used. It shows once the types are right, or with `--no-type-check`.
 * - A type error on the line of a mesh's error is the same mistake in TypeScript's words.
 */
export function mergeDiagnostics({ mesh, types, run }: Findings): Diagnostic[] {
  const meshErrors = mesh.filter(isError);
  const otherTypes = types.filter((each) => !meshErrors.some((error) => isSameLine(each, error)));
  const isEcho = meshErrors.length > 0 || types.length > 0;
  return [...mesh, ...otherTypes, ...(run === undefined || isEcho ? [] : [run])];
}

function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error';
}

function isSameLine(left: Diagnostic, right: Diagnostic): boolean {
  const [a, b] = [left.origin?.source, right.origin?.source];
  return a !== undefined && a.file === b?.file && a.line === b.line;
}
