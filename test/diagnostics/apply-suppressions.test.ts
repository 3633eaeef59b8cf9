import { expect, test } from 'vitest';
import { applySuppressions } from '../../lib/diagnostics/apply-suppressions.js';
import { createDiagnostic } from '../../lib/diagnostics/create-diagnostic.js';
import type { DiagnosticSlug } from '../../lib/diagnostics/codes.js';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.js';
import type { Suppression } from '../../lib/diagnostics/suppression.js';

const found = (constructPath: string, slug: DiagnosticSlug = 'route-unreachable'): Diagnostic =>
  createDiagnostic(slug, { message: 'never reached', origin: { kind: 'user', constructPath } });

const suppression = (constructPath: string, reason: string, code = 'MW2211'): Suppression => ({
  code,
  reason,
  origin: { kind: 'user', constructPath },
});

const reasonsOf = (diagnostics: readonly Diagnostic[]): (string | undefined)[] =>
  diagnostics.map((diagnostic) => diagnostic.suppression?.reason);

test.each(['shop', 'shop/cart', 'shop/cart/route-2'])('holds at %s for what stands there or below', (path) => {
  const marked = applySuppressions([found('shop/cart/route-2')], [suppression(path, 'paused')]);
  expect(reasonsOf(marked)).toEqual(['paused']);
});

test.each(['shop/car', 'shop/cart/route-2/match', 'other'])('does not hold at %s for what stands elsewhere', (path) => {
  const marked = applySuppressions([found('shop/cart/route-2')], [suppression(path, 'paused')]);
  expect(marked.map(({ slug, suppression: note }) => [slug, note?.reason])).toEqual([
    ['route-unreachable', undefined],
    ['suppression-unused', undefined],
  ]);
});

test('takes the reason of the nearest construct', () => {
  const marked = applySuppressions(
    [found('shop/cart/route-2'), found('shop/stock/route-1')],
    [suppression('shop', 'everywhere'), suppression('shop/cart', 'here')],
  );
  expect(reasonsOf(marked)).toEqual(['here', 'everywhere']);
});

test('never marks an error', () => {
  const error = found('shop/cart', 'route-weights');
  expect(applySuppressions([error], [suppression('shop', 'fine', 'MW2201')])).toEqual([error]);
});

test('calls no suppression unused while there are errors, for checks that did not run may need it', () => {
  const marked = applySuppressions([found('shop/cart', 'route-weights')], [suppression('shop', 'fine')]);
  expect(marked.map(({ slug }) => slug)).toEqual(['route-weights']);
});

test('leaves what has no place in the program', () => {
  const nowhere = createDiagnostic('route-unreachable', { message: 'never reached' });
  const [first] = applySuppressions([nowhere], [suppression('shop', 'fine')]);
  expect(first).toBe(nowhere);
});
