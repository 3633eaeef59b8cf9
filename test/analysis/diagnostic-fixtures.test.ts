import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diagnosticCodes } from '../../lib/diagnostics/codes.js';
import { renderText } from '../../lib/diagnostics/render/text.js';
import { diagnosticFixtures, runDiagnosticFixture } from '../support/run-diagnostic-fixture.js';

const fixtures = readdirSync(diagnosticFixtures).sort();
const errorFixtures = fixtures.filter((fixture) => fixture.startsWith('error-'));
const okFixtures = fixtures.filter((fixture) => fixture.startsWith('ok-'));
const slugs = Object.keys(diagnosticCodes).sort((left, right) => right.length - left.length);

// `error-<slug>` may carry a word more, `error-<slug>-<word>`, where one program cannot show all of it.
function slugOf(fixture: string): string | undefined {
  const rest = fixture.slice('error-'.length);
  return slugs.find((slug) => rest === slug || rest.startsWith(`${slug}-`));
}

it.each(errorFixtures)('reports exactly the diagnostics that %s expects', async (fixture) => {
  const diagnostics = await runDiagnosticFixture(fixture);
  const folder = `test/fixtures/diagnostics/${fixture}/`;
  const text = renderText(diagnostics, { displayFile: (file) => file.replace(folder, '') });
  await expect(text).toMatchFileSnapshot(join(diagnosticFixtures, fixture, 'expected.txt'));
});

it.each(errorFixtures)(
  'reports what %s is named for, and every diagnostic at a line of its program',
  async (fixture) => {
    const diagnostics = await runDiagnosticFixture(fixture);
    expect(diagnostics.map(({ slug }) => slug)).toContain(slugOf(fixture));
    const files = new Set(diagnostics.map(({ origin }) => origin?.source?.file));
    expect([...files]).toEqual([`test/fixtures/diagnostics/${fixture}/program.ts`]);
  },
);

it.each(okFixtures)('has nothing to say of %s', async (fixture) => {
  expect(await runDiagnosticFixture(fixture)).toEqual([]);
});
