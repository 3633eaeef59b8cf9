import { expect, it } from 'vitest';
import { createDiagnostic } from '../../lib/diagnostics/create-diagnostic.js';
import { dropEchoes } from '../../lib/diagnostics/drop-echoes.js';
import type { Origin } from '../../lib/diagnostics/origin.js';

const at = (line: number): Origin => ({
  kind: 'user',
  constructPath: 'shop/cart',
  source: { file: 'main.ts', line, column: 1 },
});
const foreign = createDiagnostic('foreign-mesh-reference', { message: 'foreign', origin: at(1) });

it('leaves out what follows from a cause told at the same place', () => {
  const echo = createDiagnostic('route-unknown-backend', { message: 'unknown', origin: at(1) });
  expect(dropEchoes([foreign, echo])).toEqual([foreign]);
  expect(dropEchoes([echo, foreign])).toEqual([foreign]);
});

it('keeps the same mistake at another place, and other mistakes at the same', () => {
  const elsewhere = createDiagnostic('route-unknown-backend', { message: 'unknown', origin: at(2) });
  const other = createDiagnostic('invalid-value', { message: 'invalid', origin: at(1) });
  expect(dropEchoes([foreign, elsewhere, other])).toEqual([foreign, elsewhere, other]);
});
