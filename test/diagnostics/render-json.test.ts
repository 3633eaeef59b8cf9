import { expect, test } from 'vitest';
import { createDiagnostic } from '../../lib/diagnostics/create-diagnostic.js';
import { renderJson } from '../../lib/diagnostics/render/json.js';

test('holds every diagnostic in reading order, and their counts', () => {
  const source = { file: 'main.ts', line: 2, column: 1 };
  const late = createDiagnostic('program-without-mesh', { message: 'late' });
  const early = createDiagnostic('route-unreachable', {
    message: 'early',
    origin: { kind: 'user', constructPath: '', source },
  });
  expect(renderJson([late, early])).toEqual({
    diagnostics: [early, late],
    suppressed: [],
    summary: { error: 1, warning: 1, info: 0 },
  });
});

test('keeps what is suppressed, with the reason, and does not count it', () => {
  const suppression = { reason: 'known', origin: { kind: 'user', constructPath: 'shop' } } as const;
  const suppressed = { ...createDiagnostic('route-unreachable', { message: 'early' }), suppression };
  expect(renderJson([suppressed])).toEqual({
    diagnostics: [],
    suppressed: [suppressed],
    summary: { error: 0, warning: 0, info: 0 },
  });
});
