import { execFile } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { diagnosticCodes } from '../../lib/diagnostics/codes.js';
import { readTree } from '../support/read-tree.js';
import { temporaryFolderOfFile } from '../support/temporary-folder-of-file.js';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

/** A copy of what the scaffolds and the compiler read. */
function copyOfTheTree(): string {
  const folder = temporaryFolderOfFile();
  for (const part of ['constructs', 'lib', 'scripts', 'test/passes/support', 'test/fixtures/diagnostics']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  for (const file of ['package.json', '.prettierrc.json']) cpSync(join(root, file), join(folder, file));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const compilerOptions = { incremental: false, paths: { meshwright: ['./constructs/index.ts'] } };
  const include = ['constructs', 'lib', 'test'];
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  return folder;
}

async function scaffold(folder: string, script: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [join(folder, 'scripts', script), ...args], { cwd: folder });
  return stdout;
}

/** What the compiler says of the tree, as `<file>: <message>`, sorted. */
async function typeErrors(folder: string): Promise<readonly string[]> {
  const compiler = join(root, 'node_modules/typescript-native/bin/tsc');
  const told = await run(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], { cwd: folder }).catch(
    (error: unknown) => error as { readonly stdout: string }, // it exits with 1 or 2 where there are errors
  );
  return told.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/\(\d+,\d+\): error TS\d+/, ''))
    .sort();
}

// All write into one tree, as people do over the years: the compiler reads the whole of it each time that it is asked.
const folder = copyOfTheTree();
const checks = [
  { slug: 'route-too-wide', family: 'MW22' },
  { slug: 'zone-without-service', family: 'MW20' },
  { slug: 'call-too-slow', family: 'MW23' },
];

beforeAll(async () => {
  await scaffold(folder, 'new-policy.mjs', 'load-shedding', 'destination');
  await scaffold(folder, 'new-policy.mjs', 'body-limit', 'route');
  for (const { slug, family } of checks) await scaffold(folder, 'new-check.mjs', slug, family);
});

it(
  'writes policies of both scopes and checks that compile but for the thoughts they need',
  // The compiler reads the whole of lib, and the machine has other things to do.
  { timeout: 180_000 },
  async () => {
    const missing = "Cannot find name 'Todo'.";
    const filesOf = (policy: string, part: string): readonly string[] => [
      `constructs/policies/${policy}.ts`,
      `lib/analysis/values/${policy}-problems.ts`,
      `lib/ir/policies/${policy}.ts`,
      `lib/passes/effective-${policy}.ts`,
      'lib/targets/envoy/capabilities.ts',
      `lib/targets/envoy/${part}/${policy}.ts`,
      `test/fixtures/diagnostics/error-invalid-value-${policy}/program.ts`,
      `test/passes/${policy}.test.ts`,
    ];
    const files = [
      ...filesOf('load-shedding', 'clusters'),
      ...filesOf('body-limit', 'routes'),
      'lib/analysis/checks/route-too-wide.ts',
      'lib/analysis/checks/zone-without-service.ts',
      'lib/analysis/effective/checks/call-too-slow.ts',
      ...checks.map(() => 'lib/diagnostics/codes.ts'),
    ];
    expect(await typeErrors(folder)).toEqual(files.map((file) => `${file}: ${missing}`).sort());

    writeFileSync(join(folder, 'constructs/thoughts.d.ts'), 'declare type Todo = any;\n');
    expect(await typeErrors(folder)).toEqual([]);
  },
);

it.each(checks)('gives the check $slug the next code of the family $family, and a page', ({ slug, family }) => {
  const used = Object.values(diagnosticCodes).flatMap(({ code }) =>
    code.startsWith(family) ? [Number(code.slice(4))] : [],
  );
  const code = family + String(Math.max(...used) + 1).padStart(2, '0');
  expect(readFileSync(join(folder, 'lib/diagnostics/codes.ts'), 'utf8')).toContain(`'${slug}': { code: '${code}',`);
  expect(readFileSync(join(folder, `docs/diagnostics/${code}-${slug}.md`), 'utf8')).toContain(`# ${code} ${slug}`);
});

it('writes nothing over a feature that is there, nor anything else then', async () => {
  const texts = (): readonly unknown[] =>
    ['constructs', 'lib', 'test', 'docs'].map((part) => readTree(join(folder, part)));
  const before = texts();
  await expect(scaffold(folder, 'new-policy.mjs', 'retries')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('lib/ir/policies/retries.ts is there already') as string,
  });
  expect(texts()).toEqual(before);
});
