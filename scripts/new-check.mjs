// Writes what a new check needs: the next code of its family, the check, its page, its fixtures. Each place that needs a
// thought says `Todo`, a type that nothing declares: `npm run check:types` lists them until the last one is gone.
import { checkSource, effectiveCheckSource, pageSource, programSource } from './scaffold/check-sources.mjs';
import { namesOf, report, run, Scaffold } from './scaffold/scaffold.mjs';

const effectiveFamily = 'MW23';

const next = `Replace every \`Todo\`: npm run check:types lists them. Write the page and the programs of the fixtures.
Then: node scripts/diagnostics-index.mjs; npx vitest test/analysis test/arch/catalog.test.ts writes what the fixture expects.`;

const usage = `node scripts/new-check.mjs <slug> [MW20|MW21|MW22|…, MW22 unless given]
Checks of the family ${effectiveFamily} look at the effective mesh: what the whole call graph does once policies are resolved.`;

run(usage, async ([slug = '', family = 'MW22']) => {
  const scaffold = new Scaffold();
  const names = namesOf(slug);
  const isEffective = family === effectiveFamily;
  const folder = isEffective ? 'lib/analysis/effective/checks' : 'lib/analysis/checks';
  const code = addCode(scaffold, slug, family);
  scaffold.create(`${folder}/${slug}.ts`, isEffective ? effectiveCheckSource(names) : checkSource(names));
  addToList(scaffold, `${folder}/index.ts`, names);
  scaffold.create(`docs/diagnostics/${code}-${slug}.md`, pageSource(names, code));
  const fixtures = 'test/fixtures/diagnostics';
  scaffold.create(`${fixtures}/error-${slug}/program.ts`, programSource('Makes the mistake, in every way there is.'));
  scaffold.create(`${fixtures}/ok-${slug}/program.ts`, programSource('Comes as near to the mistake as can be.'));
  report(await scaffold.write(), next);
});

/** Adds the next free code of a family behind the last one, and returns it. */
function addCode(scaffold, slug, family) {
  const path = 'lib/diagnostics/codes.ts';
  const text = scaffold.read(path);
  const numbers = [...text.matchAll(new RegExp(`'${family}(\\d\\d)'`, 'g'))].map((found) => Number(found[1]));
  if (numbers.length === 0) throw new Error(`no code begins with "${family}"`);
  const code = family + String(Math.max(...numbers) + 1).padStart(2, '0');
  const entry = `'${slug}': { code: '${code}', severity: 'error', summary: '' as Todo },\n`;
  const used = [...text.matchAll(new RegExp(`code: '(${family}\\d\\d)'`, 'g'))].map((found) => found[1]);
  scaffold.after(path, new RegExp(`code: '${used.at(-1)}'[^}]*\\},\\n`), entry);
  return code;
}

/** Adds the check to the list and its import, both sorted by slug. */
function addToList(scaffold, path, { slug, camel }) {
  const lines = scaffold.read(path).matchAll(/^import \{ (\w+) \} from '\.\/([a-z-]+)\.js';$/gm);
  const following = [...lines].find((found) => found[2] > slug);
  const line = `import { ${camel} } from './${slug}.js';\n`;
  if (following === undefined) {
    scaffold.addImport(path, line);
    scaffold.before(path, /^\] as const/m, `${camel},\n`);
  } else {
    scaffold.before(path, new RegExp(`^import \\{ ${following[1]} \\}`, 'm'), line);
    scaffold.before(path, new RegExp(`^ {2}${following[1]},$`, 'm'), `${camel},\n`);
  }
}
