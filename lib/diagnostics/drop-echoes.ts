import type { DiagnosticSlug } from './codes.js';
import type { Diagnostic } from './diagnostic.js';

// Stages that cannot see each other tell one mistake twice: what a program refers to in another mesh is unknown in its own,
// and a match that no request can meet takes none.
const notMet: readonly DiagnosticSlug[] = ['match-never-met', 'route-never-taken'];
const echoesBySlug: ReadonlyMap<string, readonly DiagnosticSlug[]> = new Map<DiagnosticSlug, readonly DiagnosticSlug[]>(
  [
    ['foreign-mesh-reference', ['call-unknown-callee', 'route-unknown-backend', 'route-undeclared-callee']],
    ['condition-repeated', notMet],
    ['match-never-met', ['route-never-taken']],
    ['path-never-sent', notMet],
    ['query-never-sent', notMet],
  ],
);

/**
 * Leaves out diagnostics that another one at the same place has already told the cause of. Order is kept.
 */
export function dropEchoes(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const told = new Set<string>();
  for (const diagnostic of diagnostics) {
    for (const echo of echoesBySlug.get(diagnostic.slug) ?? []) told.add(keyOf(echo, diagnostic));
  }
  return diagnostics.filter((diagnostic) => !told.has(keyOf(diagnostic.slug, diagnostic)));
}

function keyOf(slug: string, { origin }: Diagnostic): string {
  const { source, constructPath } = origin ?? {};
  return [slug, constructPath, source?.file, source?.line, source?.column].join(' ');
}
