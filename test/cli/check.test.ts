import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

const unreachable = shopProgram("cart.route({ to: cart.version('v1') });", "cart.route({ to: cart.version('v2') });");
const suppressed = unreachable.replace(/\napp\.synth/, "\ncart.suppress('MW2211', 'kept for May');\napp.synth");

test('writes the report to a file, in the form it is asked for', async () => {
  const directory = makeProject({ 'a/main.ts': unreachable });
  const { code, stdout, stderr } = await runCli(['check', 'a', '--format', 'sarif', '-o', 'reports/mesh.sarif'], {
    directory,
  });
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stderr).toContain('warning MW2211 route-unreachable: ');
  const log: unknown = JSON.parse(readFileSync(join(directory, 'reports/mesh.sarif'), 'utf8'));
  expect(log).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        results: [
          {
            ruleId: 'MW2211',
            locations: [{ physicalLocation: { artifactLocation: { uri: 'a/main.ts', uriBaseId: '%SRCROOT%' } } }],
          },
        ],
      },
    ],
  });
});

test('prints JUnit XML on stdout, in which what fails the command fails', async () => {
  const directory = makeProject({ 'main.ts': unreachable });
  const { code, stdout } = await runCli(['check', '--format', 'junit', '--fail-on', 'warning'], { directory });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites [^>]* failures="1" /);
  expect(stdout).toContain('<failure message="route ');
});

test('fails on warnings only when told to, and never on what is suppressed', async () => {
  const [plain, strict] = await Promise.all([
    runCli(['check', '--fail-on', 'error'], { directory: makeProject({ 'main.ts': unreachable }) }),
    runCli(['check', '--fail-on', 'warning', '--json'], { directory: makeProject({ 'main.ts': suppressed }) }),
  ]);
  expect(plain.code).toBe(0);
  expect(strict.stderr).toMatch(/^1 suppressed\nchecked shop in /);
  expect(JSON.parse(strict.stdout)).toMatchObject({
    diagnostics: [],
    suppressed: [{ code: 'MW2211', suppression: { reason: 'kept for May' } }],
    summary: { error: 0, warning: 0, info: 0 },
  });
  expect(strict.code).toBe(0);
});

test.each([
  [['--json', '--format', 'junit'], 'ask for two reports'],
  [['--format', 'html'], 'Allowed choices are text, json, sarif, junit'],
  [['--fail-on', 'never'], 'Allowed choices are error, warning, info'],
  [['--output', '.'], 'the report cannot be written: '],
])('refuses %j with exit code 2', async (options, text) => {
  const { code, stdout, stderr } = await runCli(['check', ...options], {
    directory: makeProject({ 'main.ts': shopProgram() }),
  });
  expect(stderr).toContain(text);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
