import { execFile } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, vi } from 'vitest';
import { diagnosticCodes } from '../../lib/diagnostics/codes.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

// The compiler reads the whole of lib, and the machine has other things to do.
vi.setConfig({ testTimeout: 180_000 });

/** A copy of what the scaffolds and the compiler read. */
function copyOfTheTree(): string {
  const folder = temporaryFolder();
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

/** What the compiler says of the tree, as `<file>: <message>`. */
async function typeErrors(folder: string): Promise<readonly string[]> {
  const compiler = join(root, 'node_modules/typescript-native/bin/tsc');
  const told = await run(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], { cwd: folder }).catch(
    (error: unknown) => error as { readonly stdout: string }, // it exits with 1 or 2 where there are errors
  );
  return told.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/\(\d+,\d+\): error TS\d+/, ''));
}

const missing = "Cannot find name 'Todo'.";

it.each([
  { scope: 'destination', part: 'clusters' },
  { scope: 'route', part: 'routes' },
])('writes a policy of $scope scope that compiles but for the thoughts it needs', async ({ scope, part }) => {
  const folder = copyOfTheTree();
  await scaffold(folder, 'new-policy.mjs', 'load-shedding', scope);

  expect(await typeErrors(folder)).toEqual(
    [
      'constructs/policies/load-shedding.ts',
      'lib/analysis/values/load-shedding-problems.ts',
      'lib/ir/policies/load-shedding.ts',
      'lib/passes/effective-load-shedding.ts',
      'lib/targets/envoy/capabilities.ts',
      `lib/targets/envoy/${part}/load-shedding.ts`,
      'test/fixtures/diagnostics/error-invalid-value-load-shedding/program.ts',
      'test/passes/load-shedding.test.ts',
    ].map((file) => `${file}: ${missing}`),
  );

  writeFileSync(join(folder, 'constructs/thoughts.d.ts'), 'declare type Todo = any;\n');
  expect(await typeErrors(folder)).toEqual([]);
});

it('writes a check that compiles but for the thoughts it needs, with the next code of its family', async () => {
  const folder = copyOfTheTree();
  await scaffold(folder, 'new-check.mjs', 'route-too-wide', 'MW22');
  await scaffold(folder, 'new-check.mjs', 'zone-without-service', 'MW20');
  await scaffold(folder, 'new-check.mjs', 'call-too-slow', 'MW23');

  const codes = readFileSync(join(folder, 'lib/diagnostics/codes.ts'), 'utf8');
  for (const [slug, family] of [
    ['route-too-wide', 'MW22'],
    ['zone-without-service', 'MW20'],
    ['call-too-slow', 'MW23'],
  ] as const) {
    const used = Object.values(diagnosticCodes).flatMap(({ code }) =>
      code.startsWith(family) ? [Number(code.slice(4))] : [],
    );
    const code = family + String(Math.max(...used) + 1).padStart(2, '0');
    expect(codes).toContain(`'${slug}': { code: '${code}',`);
    expect(readFileSync(join(folder, `docs/diagnostics/${code}-${slug}.md`), 'utf8')).toContain(`# ${code} ${slug}`);
  }
  expect(await typeErrors(folder)).toEqual([
    `lib/analysis/checks/route-too-wide.ts: ${missing}`,
    `lib/analysis/checks/zone-without-service.ts: ${missing}`,
    `lib/analysis/effective/checks/call-too-slow.ts: ${missing}`,
    `lib/diagnostics/codes.ts: ${missing}`,
    `lib/diagnostics/codes.ts: ${missing}`,
    `lib/diagnostics/codes.ts: ${missing}`,
  ]);

  writeFileSync(join(folder, 'constructs/thoughts.d.ts'), 'declare type Todo = any;\n');
  expect(await typeErrors(folder)).toEqual([]);
});

it('writes nothing over a feature that is there', async () => {
  const folder = copyOfTheTree();
  await expect(scaffold(folder, 'new-policy.mjs', 'retries')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('lib/ir/policies/retries.ts is there already') as string,
  });
  expect(await typeErrors(folder)).toEqual([]);
});
