import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { makeProject } from '../support/make-project.js';
import { readTree } from '../support/read-tree.js';
import { runCli } from '../support/run-cli.js';
import { shopProgram } from '../support/shop-program.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const wrongWeights = shopProgram('cart.route({ to: split({ v1: 90, v2: 20 }) });');

test('writes nothing', async () => {
  const directory = makeProject({
    'main.ts': shopProgram(),
    'tsconfig.json':
      '{ "compilerOptions": { "incremental": true, "noEmit": true, "strict": true, "module": "nodenext", "types": ["node"], "skipLibCheck": true } }',
  });
  const before = Object.keys(readTree(directory));
  const { code, stderr } = await runCli(['check'], { directory });
  expect(stderr).toMatch(/^checked shop in \d+\.\d s\n$/);
  expect(code).toBe(0);
  expect(Object.keys(readTree(directory))).toEqual(before);
});

test('leaves no temporary files behind', async () => {
  const temporary = temporaryFolder();
  const directory = makeProject({ 'main.ts': wrongWeights });
  await runCli(['check'], { directory, env: { TMPDIR: temporary } });
  expect(tmpdir()).not.toBe(temporary);
  expect(readdirSync(temporary).filter((name) => name.startsWith('meshwright-'))).toEqual([]);
});

test('prints one JSON document on stdout, and text on stderr', async () => {
  const directory = makeProject({ 'main.ts': wrongWeights });
  const { code, stdout, stderr } = await runCli(['check', '--json'], { directory });
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    diagnostics: [{ code: 'MW2201', slug: 'route-weights', severity: 'error' }],
    meshes: [],
    summary: { error: 1, warning: 0, info: 0 },
  });
  expect(stderr).toContain('error MW2201 route-weights: ');
});

test('is silent when all is well and it is told to be quiet', async () => {
  const directory = makeProject({ 'main.ts': `console.log('chatter');\n${shopProgram()}` });
  expect(await runCli(['check', '-q'], { directory })).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
});

test('names files from where it is called', async () => {
  const directory = makeProject({ 'a/main.ts': wrongWeights });
  const { stderr } = await runCli(['check', 'a'], { directory });
  expect(stderr).toContain('  a/main.ts:7:6\n');
});

test('prints no colours into a pipe, unless forced', async () => {
  const directory = makeProject({ 'main.ts': wrongWeights });
  const [plain, forced] = await Promise.all([
    runCli(['check'], { directory }),
    runCli(['check'], { directory, env: { FORCE_COLOR: '1' } }),
  ]);
  expect(plain.stderr).not.toContain('\u001B[');
  expect(forced.stderr).toContain('\u001B[31merror\u001B[39m');
});

test('checks only the program, when the tsconfig.json above it is for more', async () => {
  const directory = makeProject({
    'tsconfig.json':
      '{ "compilerOptions": { "strict": true, "module": "nodenext", "types": ["node"], "skipLibCheck": true, "noEmit": true } }',
    'other/broken.ts': "export const count: number = 'three';\n",
    'shop/main.ts': shopProgram(),
  });
  expect(await runCli(['check', 'shop'], { directory })).toMatchObject({ code: 0 });
});

test('ends well with warnings, and shows them', async () => {
  const unreachable = shopProgram("cart.route({ to: cart.version('v1') });", "cart.route({ to: cart.version('v2') });");
  const { code, stderr } = await runCli(['check'], { directory: makeProject({ 'main.ts': unreachable }) });
  expect(stderr).toMatch(/^warning MW2211 route-unreachable: .*\n(.*\n)+1 warning\nchecked shop in /);
  expect(code).toBe(0);
});
