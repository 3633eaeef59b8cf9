// Writes docs/diagnostics/README.md, the index of all diagnostics, and lib/diagnostics/suppressible-code.ts, the type of the codes
// that can be suppressed, from the table in lib/diagnostics/codes.ts.
// `--check` writes nothing and fails when a committed file is not what the table says.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';

const root = fileURLToPath(new URL('..', import.meta.url));

const families = [
  ['MW10', 'The program'],
  ['MW20', 'Names and references'],
  ['MW21', 'Values'],
  ['MW22', 'Routes'],
  ['MW23', 'The mesh as a whole'],
  ['MW24', 'What the mesh does'],
  ['MW25', 'rollouts'],
  ['MW30', 'Envoy output'],
  ['MW31', 'Kubernetes output'],
  ['MW40', 'Running on this machine'],
  ['MW90', 'Files'],
];

const { diagnosticCodes, retiredCodes } = await tsImport('../lib/diagnostics/codes.ts', import.meta.url);
const entries = Object.entries(diagnosticCodes).map(([slug, entry]) => ({ slug, ...entry }));
const textByPath = {
  'docs/diagnostics/README.md': render(entries),
  'lib/diagnostics/suppressible-code.ts': renderType(entries),
};

for (const [path, text] of Object.entries(textByPath)) {
  if (!process.argv.includes('--check')) {
    writeFileSync(`${root}${path}`, text);
  } else if (readFileSync(`${root}${path}`, 'utf8') !== text) {
    console.error(`${path} is not what the table of codes says; run: node scripts/diagnostics-index.mjs`);
    process.exitCode = 1;
  }
}

// The union and not a type computed from the table: the public API would hold the whole table.
function renderType(entries) {
  const codes = entries.filter(({ severity }) => severity !== 'error').map(({ code }) => code);
  return [
    '// Written by scripts/diagnostics-index.mjs from lib/diagnostics/codes.ts.',
    '/** The code of a warning or note. Errors cannot be suppressed. */',
    'export type SuppressibleCode =',
    `${codes
      .sort()
      .map((code) => `  | '${code}'`)
      .join('\n')};`,
    '',
  ].join('\n');
}

function render(entries) {
  const lost = entries.filter(({ code }) => !families.some(([start]) => code.startsWith(start)));
  if (lost.length > 0) throw new Error(`no family for ${lost.map(({ code }) => code).join(', ')}`);
  return [
    '<!-- Written by scripts/diagnostics-index.mjs from lib/diagnostics/codes.ts. -->',
    '',
    '# Diagnostics',
    '',
    'What Meshwright reports, by code. A code is for ever: it is never given another meaning. Errors stop output;',
    'warnings do not.',
    '',
    'Examples leave out what all programs begin with: the imports, `const app = new App()` and',
    "`const mesh = new Mesh(app, 'shop')`. TypeScript refuses many of them; programs in JavaScript get the diagnostic.",
    ...families.flatMap(([start, title]) =>
      section(
        title,
        entries.filter(({ code }) => code.startsWith(start)),
      ),
    ),
    ...(retiredCodes.length === 0 ? [] : ['', `Retired: ${retiredCodes.join(', ')}.`]),
    '',
  ].join('\n');
}

function section(title, entries) {
  if (entries.length === 0) return [];
  const rows = entries
    .sort((left, right) => (left.code < right.code ? -1 : 1))
    .map(({ code, slug, severity, summary }) => [`[${code}](${code}-${slug}.md)`, slug, severity, summary]);
  const table = [['code', 'name', 'severity', 'what is wrong'], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return ['', `## ${title}`, '', line(table[0]), rule, ...rows.map(line)];
}
