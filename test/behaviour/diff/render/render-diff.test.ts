import { expect, test } from 'vitest';
import { diffIrs } from '../../../../lib/behaviour/diff/diff-irs.js';
import type { MeshDiff } from '../../../../lib/behaviour/diff/mesh-diff.js';
import { renderDiffJson } from '../../../../lib/behaviour/diff/render/render-diff-json.js';
import { renderDiffMarkdown } from '../../../../lib/behaviour/diff/render/render-diff-markdown.js';
import { renderDiffText } from '../../../../lib/behaviour/diff/render/render-diff-text.js';
import { reviews, shop, shopRoutes } from '../../../support/diff/shop.js';
import { meshIr } from '../../../support/mesh-ir.js';

const origin = (line: number) =>
  ({ kind: 'user', constructPath: 'shop/policy', source: { file: 'main.ts', line, column: 1 } }) as const;
const displayFile = { before: (file: string) => `old:${file}`, after: (file: string) => file };

/** A rule of reviews goes, its calls get less time, and a call of admin is gone. */
function changed(): readonly MeshDiff[] {
  const [jason, , split] = shopRoutes();
  const timed = (requestMs: number, line: number) => ({ timeout: { origin: origin(line), requestMs } });
  const before = shop({ reviews: { routes: shopRoutes(), policies: timed(3000, 4) } });
  const after = shop({
    admin: { calls: [] },
    reviews: { routes: [jason, split], policies: timed(1500, 5) },
  });
  return diffIrs([before], [after]).meshes;
}

test('shows people each change once, with old, new, lines and a request', async () => {
  await expect(renderDiffText(changed(), { displayFile, colour: false })).toMatchFileSnapshot('golden/changed.txt');
});

test('shows a pull request a table, with the details folded away', async () => {
  await expect(renderDiffMarkdown(changed(), { displayFile })).toMatchFileSnapshot('golden/changed.md.txt');
});

test('counts changes by weight', () => {
  expect(renderDiffJson(changed()).summary).toEqual({ breaking: 1, risky: 2, neutral: 0 });
});

test('says so where nothing changed', () => {
  const { meshes } = diffIrs([shop()], [shop({ reviews: { ports: [meshIr.port('other')], routes: shopRoutes() } })]);
  expect(meshes).toEqual([{ name: 'shop', status: 'same', changes: [], undecided: [] }]);
  expect(renderDiffText(meshes, { displayFile, colour: true })).toBe('no request gets anything else\n');
  expect(renderDiffMarkdown(meshes, { displayFile })).toBe('### Mesh behaviour: no change\n');
});

test('keeps a table whole whatever conditions say', () => {
  const [, old, split] = shopRoutes();
  const match = meshIr.match({ headers: [{ name: 'x-a', matcher: { kind: 'exact', value: '`|`' }, negate: false }] });
  const odd = meshIr.httpRoute('odd', reviews('v2'), { match });
  const { meshes } = diffIrs(
    [shop({ reviews: { routes: [old, split] } })],
    [shop({ reviews: { routes: [odd, old, split] } })],
  );
  const rows = renderDiffMarkdown(meshes, { displayFile })
    .split('\n')
    .filter((line) => line.startsWith('| **'));
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(6);
});

test('tells meshes that came and went', () => {
  const { meshes } = diffIrs([shop()], [shop({ mesh: { name: 'other' } })]);
  expect(meshes.map(({ name, status }) => [name, status])).toEqual([
    ['other', 'added'],
    ['shop', 'removed'],
  ]);
  expect(renderDiffJson(meshes).summary).toEqual({ breaking: 1, risky: 0, neutral: 1 });
});

test('compares no mesh that does not compile, and says why', () => {
  const wrong = shop({ web: { calls: [meshIr.call('nobody')] } });
  const { meshes, diagnostics } = diffIrs([shop()], [wrong]);
  expect(meshes).toEqual([]);
  expect(diagnostics).toMatchObject([{ severity: 'error', message: expect.stringContaining('nobody') as string }]);
});
