import { existsSync, readFileSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readIr } from '../../lib/ir/codec.js';
import { makeProject } from '../support/make-project.js';
import { readTree } from '../support/read-tree.js';
import { runCli } from '../support/run-cli.js';
import { shopProgram } from '../support/shop-program.js';
import { writeTree } from '../support/write-tree.js';

test('writes manifests, Envoy files, an IR that follows the published schema, origins, and the hash of each in a manifest', async () => {
  const directory = makeProject({ 'main.ts': shopProgram() });
  const { code, stdout, stderr } = await runCli(['synth'], { directory });
  expect(code).toBe(0);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^shop: \d+ written, 0 unchanged in dist \(\d+\.\d s\)\n$/);
  const { 'meshwright/manifest.json': manifest = '', ...others } = readTree(join(directory, 'dist'));
  expect(Object.keys(others)).toEqual(
    expect.arrayContaining([
      'shop.k8s.yaml',
      'meshwright/shop/ir.json',
      'meshwright/shop/origins.json',
      'meshwright/shop/envoy/cart/bootstrap.json',
      'meshwright/shop/envoy/web/bootstrap.json',
    ]),
  );

  const { ir, diagnostics } = readIr(others['meshwright/shop/ir.json'] ?? '');
  expect(diagnostics).toEqual([]);
  expect(ir?.services.map(({ name }) => name)).toEqual(['cart', 'web']);

  const hashes = Object.entries(others).map(([path, text]) => [path, createHash('sha256').update(text).digest('hex')]);
  expect(JSON.parse(manifest)).toMatchObject({ files: Object.fromEntries(hashes) as Record<string, string> });
});

test('leaves files alone that have not changed', async () => {
  const directory = makeProject({ 'main.ts': shopProgram() });
  await runCli(['synth'], { directory });
  const before = statSync(join(directory, 'dist/shop.k8s.yaml')).mtimeMs;
  const { stdout } = await runCli(['synth', '--json', '--quiet'], { directory });
  expect(JSON.parse(stdout)).toMatchObject({ output: { directory: 'dist', written: [], removed: [] } });
  expect(statSync(join(directory, 'dist/shop.k8s.yaml')).mtimeMs).toBe(before);
});

test('removes the files of a service that is gone, and nothing that a person put there', async () => {
  const directory = makeProject({
    'main.ts': shopProgram(
      "new Service(mesh, 'extra', { ports: { http: 80 }, versions: { v1: { image: 'extra:1' } } });",
    ),
  });
  await runCli(['synth'], { directory });
  expect(existsSync(join(directory, 'dist/meshwright/shop/envoy/extra'))).toBe(true);
  writeTree(directory, { 'main.ts': shopProgram(), 'dist/notes.txt': 'mine' });
  const { code } = await runCli(['synth'], { directory });
  expect(code).toBe(0);
  expect(existsSync(join(directory, 'dist/meshwright/shop/envoy/extra'))).toBe(false);
  expect(existsSync(join(directory, 'dist/notes.txt'))).toBe(true);
});

test('gives the same bytes from another folder, in another language and time zone', async () => {
  const text = shopProgram();
  const here = makeProject({ 'main.ts': text });
  const there = makeProject({ 'main.ts': text, 'elsewhere/empty.txt': '' });
  await runCli(['synth'], { directory: here, env: { LANG: 'C', TZ: 'UTC' } });
  const other = await runCli(['synth', '..'], {
    directory: join(there, 'elsewhere'),
    env: { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Kolkata' },
  });
  expect(other.code).toBe(0);
  expect(readTree(join(there, 'dist'))).toEqual(readTree(join(here, 'dist')));
});

test('runs the app of a cdk8s.yaml and writes where that says', async () => {
  const directory = makeProject({
    'cdk8s.yaml': 'app: node --import tsx src/shop.ts\noutput: build/out\n',
    'src/shop.ts': shopProgram(),
  });
  expect(await runCli(['synth'], { directory })).toMatchObject({ code: 0 });
  expect(existsSync(join(directory, 'build/out/shop.k8s.yaml'))).toBe(true);
});

test('writes to the folder of --output, relative to where it is called', async () => {
  const directory = makeProject({ 'a/main.ts': shopProgram(), 'b/empty.txt': '' });
  expect(await runCli(['synth', '../a', '-o', 'out'], { directory: join(directory, 'b') })).toMatchObject({ code: 0 });
  expect(existsSync(join(directory, 'b/out/meshwright/manifest.json'))).toBe(true);
});

test('reports an output folder that cannot be written, and leaves it as it is', async () => {
  const directory = makeProject({ 'main.ts': shopProgram(), dist: 'a file' });
  const { code, stderr } = await runCli(['synth'], { directory });
  expect(code).toBe(1);
  expect(stderr).toContain('error MW9002 output-not-writable: the output folder "dist" cannot be written');
  expect(readFileSync(join(directory, 'dist'), 'utf8')).toBe('a file');
});

test('writes a program in JavaScript without checking types', async () => {
  const directory = makeProject({ 'main.js': shopProgram() });
  expect(await runCli(['synth', 'main.js'], { directory })).toMatchObject({ code: 0 });
});

test('keeps stdout for the result: what the program prints goes to stderr', async () => {
  const directory = makeProject({ 'main.ts': `console.log('a word of mine');\n${shopProgram()}` });
  const { stdout, stderr } = await runCli(['synth', '--json'], { directory });
  expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [], meshes: ['shop'] });
  expect(stderr).toContain('a word of mine\n');
});
