import { expect, test } from 'vitest';
import { createDiagnostic } from '../../lib/diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.js';
import type { Origin } from '../../lib/diagnostics/origin.js';
import { renderText } from '../../lib/diagnostics/render/text.js';

function at(line: number, column = 3, constructPath = 'shop/checkout', file = 'examples/shop/main.ts'): Origin {
  return { kind: 'user', constructPath, source: { file, line, column } };
}

const unknownBackend = createDiagnostic('route-unknown-backend', {
  message: 'route "checkout" sends to service "cart-v2", which this mesh does not define',
  origin: at(41),
  hint: 'did you mean "cart"?',
});

test('shows code, slug, message, place and hint', () => {
  expect(renderText([unknownBackend])).toBe(
    `error MW2003 route-unknown-backend: route "checkout" sends to service "cart-v2", which this mesh does not define
  at shop/checkout   examples/shop/main.ts:41:3
  hint: did you mean "cart"?

1 error
`,
  );
});

test('shows the other places that take part', () => {
  const diagnostic = createDiagnostic('duplicate-name', {
    message: 'two services are named "cart"',
    origin: at(41),
    related: [{ message: 'the first', origin: at(12) }],
  });
  expect(renderText([diagnostic])).toContain('\n  the first: shop/checkout   examples/shop/main.ts:12:3\n');
});

test('says of a place that it is a default', () => {
  const diagnostic = createDiagnostic('invalid-value', {
    message: 'x',
    origin: { kind: 'default', constructPath: 'shop' },
  });
  expect(renderText([diagnostic])).toContain('\n  at shop   (a default)\n');
});

test('leaves the place out where there is none', () => {
  expect(renderText([createDiagnostic('program-without-mesh', { message: 'no mesh' })])).toBe(
    'error MW1003 program-without-mesh: no mesh\n\n1 error\n',
  );
});

test('keeps the further lines of a message under its heading', () => {
  expect(renderText([createDiagnostic('program-threw', { message: 'one\ntwo' })])).toContain(
    'program-threw: one\n    two\n',
  );
});

test('orders by file, line, column and code, and puts what has no place last', () => {
  const diagnostics = [
    createDiagnostic('program-without-mesh', { message: 'h' }),
    createDiagnostic('invalid-value', { message: 'g', origin: at(1, 1, '', 'b.ts') }),
    createDiagnostic('invalid-value', { message: 'f', origin: at(10, 2, '', 'a.ts') }),
    createDiagnostic('invalid-value', { message: 'e', origin: at(10, 1, '', 'a.ts') }),
    createDiagnostic('duplicate-name', { message: 'd', origin: at(10, 1, '', 'a.ts') }),
    createDiagnostic('invalid-value', { message: 'c', origin: at(9, 1, '', 'a.ts') }),
  ];
  const shown = (list: readonly Diagnostic[]): string[] =>
    [...renderText(list).matchAll(/: (\w)$/gm)].map((match) => match[1] ?? '');
  expect(shown(diagnostics)).toEqual(['c', 'd', 'e', 'f', 'g', 'h']);
  expect(shown([...diagnostics].reverse())).toEqual(['c', 'd', 'e', 'f', 'g', 'h']);
});

test('counts errors and warnings in the last line', () => {
  const warning = createDiagnostic('route-unreachable', { message: 'x', origin: at(1) });
  expect(renderText([unknownBackend, warning, unknownBackend])).toMatch(/\n\n2 errors, 1 warning\n$/);
});

test('is empty without diagnostics', () => {
  expect(renderText([])).toBe('');
});

test('uses colours only when asked', () => {
  expect(renderText([unknownBackend])).not.toContain('\u001B');
  expect(renderText([unknownBackend], { colour: true })).toContain('\u001B[31merror\u001B[39m');
});

test('names files as the reader needs them', () => {
  expect(renderText([unknownBackend], { displayFile: (file) => `../${file}` })).toContain(
    '../examples/shop/main.ts:41:3',
  );
});

test('only counts what is suppressed', () => {
  const suppression = { reason: 'known', origin: at(3) };
  const suppressed = { ...createDiagnostic('route-unreachable', { message: 'never reached' }), suppression };
  expect(renderText([suppressed, unknownBackend])).toMatch(/^error MW2003 [^]*\n\n1 error, 1 suppressed\n$/);
  expect(renderText([suppressed])).toBe('1 suppressed\n');
});
