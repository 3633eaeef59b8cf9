import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { makeProject } from '../support/make-project.js';
import { readTree } from '../support/read-tree.js';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { writeTree } from '../support/write-tree.js';

const projectPaths = [
  '.gitignore',
  'README.md',
  'cdk8s.yaml',
  'main.ts',
  'package.json',
  'tsconfig.json',
  'workloads/greeter.mjs',
  'workloads/web.mjs',
];

test('writes a project into an empty folder', async () => {
  const directory = temporaryFolder();
  const { code, stderr } = await runCli(['init'], { directory });
  expect(code).toBe(0);
  expect(stderr).toContain('npm install && npx meshwright check && npx meshwright synth');
  expect(Object.keys(readTree(directory))).toEqual(projectPaths);
});

test('makes the folder it is given, and names the package for it', async () => {
  const directory = temporaryFolder();
  expect(await runCli(['init', 'deep/My Shop', '--quiet'], { directory })).toMatchObject({ code: 0, stderr: '' });
  const { 'package.json': text = '' } = readTree(join(directory, 'deep/My Shop'));
  expect(JSON.parse(text)).toMatchObject({ name: 'my-shop', type: 'module', private: true });
});

test('takes a fresh repository for an empty folder', async () => {
  const directory = temporaryFolder();
  mkdirSync(join(directory, '.git'));
  expect(await runCli(['init'], { directory })).toMatchObject({ code: 0 });
});

test('refuses a folder that holds anything, and changes nothing there', async () => {
  const directory = temporaryFolder();
  writeTree(directory, { 'notes.txt': 'mine' });
  const { code, stderr } = await runCli(['init'], { directory });
  expect(code).toBe(2);
  expect(stderr).toBe(
    'error: the folder "." is not empty: it holds notes.txt; name an empty or new folder: meshwright init FOLDER\n',
  );
  expect(readTree(directory)).toEqual({ 'notes.txt': 'mine' });
});

test('gives a project that checks and compiles as it is', async () => {
  // The linked packages stand for `npm install`.
  const parent = makeProject({});
  const directory = join(parent, 'hello');
  await runCli(['init', basename(directory)], { directory: parent });
  const check = await runCli(['check'], { directory });
  expect(check).toMatchObject({ code: 0, stdout: '' });
  expect(check.stderr).toMatch(/^checked hello in /);
  expect(await runCli(['synth'], { directory })).toMatchObject({ code: 0 });
  expect(Object.keys(readTree(join(directory, 'dist/meshwright/hello/envoy')))).not.toEqual([]);
});
