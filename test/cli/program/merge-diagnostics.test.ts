import { expect, test } from 'vitest';
import { mergeDiagnostics, type Findings } from '../../../lib/cli/program/merge-diagnostics.js';
import { createDiagnostic } from '../../../lib/diagnostics/create-diagnostic.js';
import type { DiagnosticSlug } from '../../../lib/diagnostics/codes.js';
import type { Diagnostic } from '../../../lib/diagnostics/diagnostic.js';

function make(slug: DiagnosticSlug, line?: number): Diagnostic {
  const source = line === undefined ? undefined : { file: 'main.ts', line, column: 1 };
  return createDiagnostic(slug, {
    message: slug,
    ...(source === undefined ? {} : { origin: { kind: 'user', constructPath: '', source } }),
  });
}

function merged(findings: Partial<Findings>): string[] {
  return mergeDiagnostics({ mesh: [], types: [], run: undefined, ...findings }).map(({ slug }) => slug);
}

test('keeps what has nothing to do with each other', () => {
  const findings = { mesh: [make('route-unreachable', 1)], types: [make('type-error', 2)] };
  expect(merged(findings)).toEqual(['route-unreachable', 'type-error']);
  expect(merged({ mesh: findings.mesh, run: make('program-threw', 3) })).toEqual([
    'route-unreachable',
    'program-threw',
  ]);
});

test('drops the exception that cdk8s throws over the errors of a mesh', () => {
  expect(merged({ mesh: [make('route-weights', 5)], run: make('program-threw', 9) })).toEqual(['route-weights']);
});

test('drops an exception where types are wrong, on the same line or later', () => {
  expect(merged({ types: [make('type-error', 5)], run: make('program-threw', 5) })).toEqual(['type-error']);
  expect(merged({ types: [make('type-error', 5)], run: make('program-threw', 9) })).toEqual(['type-error']);
  expect(merged({ types: [make('type-error', 5)], run: make('program-threw') })).toEqual(['type-error']);
});

test('drops a type error on the line of an error of the mesh, but not of a warning', () => {
  const types = [make('type-error', 5), make('type-error', 6)];
  expect(merged({ mesh: [make('route-weights', 5), make('route-unreachable', 6)], types })).toEqual([
    'route-weights',
    'route-unreachable',
    'type-error',
  ]);
});
