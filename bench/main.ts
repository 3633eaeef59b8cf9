import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { measureAnalysis } from './analyse/run.js';
import { growthExponent, measureCompile, type CompileRow } from './compile/run.js';
import { measureSimulate } from './simulate/run.js';
import { measureSynth } from './synth/run.js';
import { sharesSection } from './shares/section.js';
import { xdsSection } from './xds/section.js';

// Usage: npm run bench [-- --sizes 100,1000] [-- --rounds 3] [-- --only xds] [-- --write]
const root = fileURLToPath(new URL('..', import.meta.url));
const sizes = (option('--sizes') ?? '100,1000,10000').split(',').map(Number);
const rounds = Number(option('--rounds') ?? '3');
const sections: Readonly<Record<string, () => string | Promise<string>>> = {
  synth: synthSection,
  compile: compileSection,
  simulate: simulateSection,
  analyse: analysisSection,
  xds: () => xdsSection(rounds),
  shares: sharesSection,
};
const file = new URL('../docs/benchmarks.md', import.meta.url);
const only = option('--only');
const report = only === undefined ? await allSections() : (await (sections[only] ?? unknownSection)()) + '\n';
process.stdout.write(report);
if (process.argv.includes('--write')) writeFileSync(file, only === undefined ? report : withSection(report));

async function allSections(): Promise<string> {
  const parts = [header()];
  for (const section of Object.values(sections)) parts.push(await section());
  return parts.join('\n\n') + '\n';
}

function unknownSection(): never {
  throw new Error(`--only takes one of ${Object.keys(sections).join(', ')}`);
}

/** The file with one section in place of what it was, or at the end where it is new. */
function withSection(section: string): string {
  const title = (text: string): string => text.split('\n', 1)[0] ?? '';
  const parts = readFileSync(file, 'utf8').split(/\n(?=## )/);
  const index = parts.findIndex((part) => title(part) === title(section));
  return (index === -1 ? [...parts, section] : parts.with(index, section))
    .map((part) => part.trimEnd() + '\n')
    .join('\n');
}

function option(name: string): string | undefined {
  const index = process.argv.indexOf(name);
  return index === -1 ? undefined : process.argv[index + 1];
}

function header(): string {
  return `# Benchmarks

Written by \`npm run bench -- --write\`; edit \`bench/\`, not this file. Medians of ${rounds} rounds. Ratios within one run carry
over to other machines; times and noise are those of this one: ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}.`;
}

function synthSection(): string {
  const { objects, meshwrightMs, meshwrightWithoutTypesMs, cdk8sMs, noise } = measureSynth(root, rounds);
  return `## \`meshwright synth examples/bookinfo\` against \`cdk8s synth\`

Cold processes, alternating. The plain program holds the same ${objects} objects, written out; it checks no types and compiles nothing.
Noise (slowest to fastest run of one command): ${noise.toFixed(2)}.

| command | ms | ratio |
| --- | --- | --- |
| \`cdk8s synth\`, plain program | ${cdk8sMs.toFixed(0)} | 1 |
| \`meshwright synth\` | ${meshwrightMs.toFixed(0)} | ${(meshwrightMs / cdk8sMs).toFixed(2)} |
| \`meshwright synth --no-type-check\` | ${meshwrightWithoutTypesMs.toFixed(0)} | ${(meshwrightWithoutTypesMs / cdk8sMs).toFixed(2)} |`;
}

function compileSection(): string {
  const { rows, noise } = measureCompile(sizes, rounds);
  return `## Compiling generated meshes

Two versions and one split a service, five calls each. "compile" is the sum of the four stages before it, up to checked Envoy
resources and complete manifests in memory. "synth" is the same program's \`app.synth()\` with everything before it: compile, and
cdk8s writing the objects as YAML, which every cdk8s program pays for as many objects. Noise of compile: ${noise.toFixed(2)}.

| services | declare s | lower s | checks, passes s | emit, validate s | **compile s** | peak MiB | KiB a proxy | synth s | peak MiB |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.map(compileRow).join('\n')}

Growth from the smallest to the largest (exponent; 1 is linear): compile time ${growthExponent(rows, (row) => row.compileMs).toFixed(2)}, memory ${growthExponent(rows, (row) => row.compilePeakMiB).toFixed(2)},
bytes a proxy ${growthExponent(rows, (row) => row.bytesPerProxy).toFixed(2)}.`;
}

function simulateSection(): string {
  const rows = measureSimulate([10, 1000, 10_000], rounds);
  const first = rows[0]?.decisionsPerSecond ?? 0;
  return `## Deciding requests (\`lib/simulate\`)

One core. Exact paths, segment prefixes, prefixes with a header and regular expressions in equal parts; every route is asked for.

| routes | decisions/s | ratio | read ms |
| --- | --- | --- | --- |
${rows
  .map((row) =>
    [
      `| ${row.routes}`,
      row.decisionsPerSecond.toFixed(0),
      (row.decisionsPerSecond / first).toFixed(2),
      `${row.readMs.toFixed(0)} |`,
    ].join(' | '),
  )
  .join('\n')}`;
}

function analysisSection(): string {
  const rows = measureAnalysis(
    sizes.filter((size) => size >= 1000),
    rounds,
  );
  return `## Checks and diff

The generated meshes of the section before. "check" is the compile with all checks; "diff" compares with a revision that has one
other timeout (both compiled before); every row found that one change. "diff, all" has another timeout on every route.

| services | **check s** | of that behaviour s | peak MiB | **diff s** | **diff, all s** | peak MiB of all |
| --- | --- | --- | --- | --- | --- | --- |
${rows
  .map((row) => {
    if (row.changes !== 1) throw new Error(`${row.changes} changes found, expected 1`);
    const seconds = (ms: number) => (ms / 1000).toFixed(2);
    return `| ${row.size} | ${seconds(row.checkMs)} | ${seconds(row.behaviourMs)} | ${row.checkPeakMiB.toFixed(0)} | ${seconds(row.diffMs)} | ${seconds(row.diffAllMs)} | ${row.peakMiB.toFixed(0)} |`;
  })
  .join('\n')}`;
}

function compileRow(row: CompileRow): string {
  const seconds = (ms: number) => (ms / 1000).toFixed(2);
  const stages = [row.declareMs, row.lowerMs, row.checkAndExpandMs, row.emitMs].map(seconds);
  const compile = [
    `**${seconds(row.compileMs)}**`,
    row.compilePeakMiB.toFixed(0),
    (row.bytesPerProxy / 1024).toFixed(1),
  ];
  return `| ${[row.size, ...stages, ...compile, seconds(row.synthesisMs), row.synthesisPeakMiB.toFixed(0)].join(' | ')} |`;
}
