import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeProject } from '../support/make-project.js';
import { runCli } from '../support/run-cli.js';
import { shopProgram } from '../support/shop-program.js';
import { temporaryFolder } from '../support/temporary-folder.js';

test('prints its version', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  expect(await runCli(['--version'], { directory: temporaryFolder() })).toMatchObject({
    code: 0,
    stdout: `${version}\n`,
    stderr: '',
  });
});

test('prints help with every command and the exit codes', async () => {
  const { code, stdout, stderr } = await runCli(['--help'], { directory: temporaryFolder() });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const word of ['init', 'synth', 'check', 'Exit codes', 'NO_COLOR']) expect(stdout).toContain(word);
});

test.each(['init', 'synth', 'check', 'capacity'])('prints help for %s', async (command) => {
  const { code, stdout } = await runCli([command, '--help'], { directory: temporaryFolder() });
  expect(code).toBe(0);
  expect(stdout).toContain(`Usage: meshwright ${command} `);
});

test.each([
  [['sinth'], "error: unknown command 'sinth'\n(Did you mean synth?)"],
  [['synth', '--jsom'], "error: unknown option '--jsom'\n(Did you mean --json?)"],
  [['check', 'a', 'b'], "error: too many arguments for 'check'"],
  [['synth', '--output'], "error: option '-o, --output <folder>' argument missing"],
  [[], 'Usage: meshwright'],
])('a wrong command line %j ends with exit code 2', async (args, text) => {
  const { code, stdout, stderr } = await runCli(args, { directory: temporaryFolder() });
  expect(stderr).toContain(text);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test('a bug of ours ends with exit code 70 and a short report', async () => {
  const directory = makeProject({ 'main.ts': shopProgram() });
  // A temporary folder that does not exist is nothing that a program can be blamed for.
  const { code, stderr } = await runCli(['check'], { directory, env: { TMPDIR: '/nowhere/at/all' } });
  expect(code).toBe(70);
  expect(stderr).toMatch(
    /^meshwright failed; this is a bug of meshwright, not of your program\n {2}what: .*\n {2}where: .*\n {2}version: meshwright \d+\.\d+\.\d+, Node v.*\n {2}set MESHWRIGHT_DEBUG=1 to see the whole stack\n$/,
  );
});

test('a bug of ours inside the program of a user is ours all the same', async () => {
  const directory = makeProject({
    'main.ts':
      "import { assertNever } from './node_modules/meshwright/build/lib/util/assert-never.js';\nassertNever('x' as never);\n",
  });
  const { code, stderr } = await runCli(['check'], { directory });
  expect(code).toBe(70);
  expect(stderr).toContain('  what: InternalError: unexpected variant "x"\n  where: lib/util/assert-never.js:');
});
