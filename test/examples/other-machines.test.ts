import { execFile } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { examplesFolder } from '../support/example-program.js';
import { installPackages } from '../support/install-packages.js';
import { readTree } from '../support/read-tree.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const run = promisify(execFile);

/** Runs a program of the examples as another user would, and returns all that it leaves. */
async function runElsewhere(
  program: string,
  machine: { readonly folder: string; readonly env: Readonly<Record<string, string>> },
): Promise<Readonly<Record<string, string>>> {
  const project = join(temporaryFolder(), machine.folder);
  mkdirSync(project, { recursive: true });
  installPackages(project);
  cpSync(examplesFolder, join(project, 'examples'), { recursive: true });
  const out = temporaryFolder();
  const env = {
    ...process.env,
    ...machine.env,
    CDK8S_OUTDIR: join(out, 'manifests'),
    MESHWRIGHT_OUT: join(out, 'meshes'),
  };
  await run(process.execPath, ['--import', 'tsx', join('examples', program)], { cwd: project, env });
  return readTree(out);
}

const here = { folder: 'a', env: { LC_ALL: 'C', TZ: 'UTC' } } as const;
const there = {
  folder: 'home/İsmail Yılmaz/work',
  // Where upper case, collation, decimals and the date are all others.
  env: { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati', HOME: '/nonexistent', USER: 'ismail' },
} as const;

it.each(['bookinfo/main.ts', 'bookinfo/intents/virtual-service-ratings-mysql-vm.ts', 'hello/main.ts'])(
  '%s gives the same bytes again, and in another folder, locale and time zone',
  async (program) => {
    const [first, again, elsewhere] = await Promise.all([
      runElsewhere(program, here),
      runElsewhere(program, here),
      runElsewhere(program, there),
    ]);

    expect(Object.keys(first).length).toBeGreaterThan(10);
    expect(again).toEqual(first);
    expect(elsewhere).toEqual(first);
    for (const [path, text] of Object.entries(elsewhere)) {
      expect(text, path).not.toMatch(/smail|meshwright-test-/);
    }
  },
);
