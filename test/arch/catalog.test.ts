import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { createCheckContext } from '../../lib/analysis/check-context.js';
import { checks } from '../../lib/analysis/checks/index.js';
import { createEffectiveCheckContext } from '../../lib/analysis/effective/effective-check-context.js';
import { effectiveChecks } from '../../lib/analysis/effective/checks/index.js';
import { behaviourChecks } from '../../lib/behaviour/checks/index.js';
import { compileMesh } from '../../lib/compiler/compile-mesh.js';
import { diagnosticCodes, retiredCodes } from '../../lib/diagnostics/codes.js';
import { diagnosticFixtures, meshesOfFixture } from '../support/run-diagnostic-fixture.js';
import { runSync } from '../support/run-sync.js';

const root = resolve(import.meta.dirname, '../..');
const entries = Object.entries(diagnosticCodes).map(([slug, { code }]) => ({ slug, code }));
const lists: readonly { readonly folder: string; readonly slugs: readonly string[] }[] = [
  { folder: 'lib/analysis/checks', slugs: checks.map(({ slug }) => slug) },
  { folder: 'lib/analysis/effective/checks', slugs: effectiveChecks.map(({ slug }) => slug) },
  { folder: 'lib/behaviour/checks', slugs: behaviourChecks.map(({ slug }) => slug) },
];
const fixtures = readdirSync(diagnosticFixtures);

it('gives every diagnostic a code of its own, and none that is retired', () => {
  const codes = entries.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.filter((code) => retiredCodes.includes(code))).toEqual([]);
});

it('has a page for every diagnostic, and no page without one', () => {
  const pages = readdirSync(resolve(root, 'docs/diagnostics')).filter((file) => file !== 'README.md');
  expect(pages.sort()).toEqual(entries.map(({ slug, code }) => `${code}-${slug}.md`).sort());
});

it('has an index of diagnostics that says what the table says', () => {
  runSync(process.execPath, ['scripts/diagnostics-index.mjs', '--check'], { cwd: root });
});

it.each(lists)('lists the checks of $folder once each, sorted by slug', ({ slugs }) => {
  expect(slugs).toEqual([...new Set(slugs)].sort());
});

it.each(lists)('lists every check that has a file in $folder', ({ folder, slugs }) => {
  const files = readdirSync(resolve(root, folder)).filter((file) => file !== 'index.ts');
  expect(files.sort()).toEqual(slugs.map((slug) => `${slug}.ts`));
});

it.each(lists.flatMap(({ slugs }) => slugs))(
  'has a fixture that gets %s, and one near the same mistake that does not',
  (slug) => {
    expect(fixtures).toContain(`error-${slug}`);
    expect(fixtures).toContain(`ok-${slug}`);
  },
);

it.each(fixtures)('lets no check change what it reads: %s', async (fixture) => {
  for (const mesh of await meshesOfFixture(fixture)) {
    const ir = mesh.toIr();
    const before = JSON.stringify(ir);
    expect(firstUnfrozen(ir)).toBeUndefined();
    const context = createCheckContext(ir);
    for (const check of checks) {
      expect(check.run(context).every(({ slug }) => slug === check.slug)).toBe(true);
    }
    expect(JSON.stringify(ir)).toBe(before);
  }
});

it.each(fixtures)('lets no check of the effective mesh change what it reads: %s', async (fixture) => {
  for (const declared of await meshesOfFixture(fixture)) {
    const { mesh } = compileMesh(declared.toIr());
    if (mesh === undefined) continue;
    expect(firstUnfrozen(mesh)).toBeUndefined();
    const context = createEffectiveCheckContext(mesh);
    for (const check of effectiveChecks) {
      expect(check.run(context).every(({ slug }) => slug === check.slug)).toBe(true);
    }
  }
});

function firstUnfrozen(value: unknown, path = 'ir'): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Object.isFrozen(value)) return path;
  for (const [key, child] of Object.entries(value)) {
    const found = firstUnfrozen(child, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
