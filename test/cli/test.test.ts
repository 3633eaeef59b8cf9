import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeProject } from '../support/make-project.js';
import { runCli } from '../support/run-cli.js';

const vitest = fileURLToPath(new URL('../../node_modules/vitest', import.meta.url));

const mesh = `
import { App } from 'cdk8s';
import { Gateway, Mesh, Service, header, path } from 'meshwright';

export const mesh = new Mesh(new App(), 'shop');
export const cart = new Service(mesh, 'cart', {
  ports: { http: 8080 },
  versions: { v1: { image: 'cart:1' }, v2: { image: 'cart:2' } },
});
export const web = new Service(mesh, 'web', {
  ports: { http: 8080 },
  versions: { v1: { image: 'web:1' } },
  calls: [cart],
});
cart.route({ name: 'testers', match: header('x-tester').is('yes'), to: cart.version('v2'), retries: { attempts: 1 } });
cart.route({ name: 'others', to: cart.version('v1') });
const ingress = new Gateway(mesh, 'ingress', { ports: { http: 8080 } });
ingress.route({ name: 'shop', match: path.prefix('/shop'), to: web });
`;

const asks = (name: string, expectation: string): string => `
import { test } from 'vitest';
import { expectMesh } from 'meshwright/testing';
import { cart, mesh, web } from './mesh.js';

test('${name}', () => {
  expectMesh(mesh).from(web).get('/', { to: cart })${expectation};
});
`;

// Vitest would colour what it writes into the pipe of a CI machine.
const env = { NO_COLOR: '1' };

function makeTestedProject(files: Readonly<Record<string, string>>): string {
  const directory = makeProject({
    'mesh.ts': mesh,
    // An installed package is no symbolic link, and Vitest leaves it as it is.
    'vitest.config.js': 'export default { resolve: { preserveSymlinks: true } };\n',
    ...files,
  });
  symlinkSync(vitest, join(directory, 'node_modules/vitest'));
  return directory;
}

const good = asks('readers get v1', '.toReach(cart.version("v1"))');
const bad = asks('readers get v2', '.toReach(cart.version("v2"))');

test('runs the tests of the project with its own Vitest, and ends well when they do', { timeout: 60_000 }, async () => {
  const directory = makeTestedProject({ 'mesh.test.ts': good });
  const { code, stdout } = await runCli(['test'], { directory, env });

  expect(stdout).toMatch(/Tests {2}1 passed/);
  expect(code).toBe(0);
});

test(
  'hands on what it does not know, and fails with the tests, at the line of the test',
  { timeout: 60_000 },
  async () => {
    const directory = makeTestedProject({ 'good.test.ts': good, 'bad.test.ts': bad });
    const [one, other] = await Promise.all([
      runCli(['test', 'good', '--coverage', '--reporter=verbose', '-t', 'readers get v1'], { directory, env }),
      runCli(['test', 'bad'], { directory, env }),
    ]);

    expect(one.stdout).toContain('✓ good.test.ts > readers get v1');
    expect(one.code).toBe(0);
    expect(other.stderr).toContain('to reach cart@v2, but got: cart@v1');
    expect(other.stderr).toMatch(/bad\.test\.ts:7:\d+/);
    expect(other.stderr).toMatch(/route +"cart\/http\/others" takes it \(every request\) +mesh\.ts:16:6/);
    expect(other.code).toBe(1);
  },
);

test('tells what the tests of all processes exercise, and where the rest stands', { timeout: 60_000 }, async () => {
  const directory = makeTestedProject({
    'a.test.ts': good,
    'b.test.ts': asks('testers get v2', '.notToReach("web")').replace(
      '{ to: cart }',
      '{ to: cart, headers: { "x-tester": "yes" } }',
    ),
  });
  const [all, one] = await Promise.all([
    runCli(['test', '--coverage'], { directory, env }),
    runCli(['test', 'a.test', '--coverage-threshold', '60'], { directory, env }),
  ]);

  expect(all.stdout.slice(all.stdout.indexOf('coverage  '))).toBe(
    [
      'coverage    exercised      of',
      'routes              2       3    66.7 %',
      'policies            1       1   100.0 %',
      'edges               1       2    50.0 %',
      'all                 4       6    66.7 %',
      '',
      'not exercised',
      '  route   ingress/shop     mesh.ts:18:9',
      '  edge    ingress -> web   mesh.ts:17:17',
      '',
    ].join('\n'),
  );
  expect(all.code).toBe(0);
  expect(one.stderr).toMatch(
    /error MW1019 coverage-below-threshold: tests exercise 2 of 6 .*\(33\.3 %\), expected at least 60 %/,
  );
  expect(one.code).toBe(1);
});

test('prints one JSON document on stdout, what the tests print beside it', { timeout: 60_000 }, async () => {
  const directory = makeTestedProject({ 'mesh.test.ts': good });
  const { code, stdout, stderr } = await runCli(['test', '--coverage', '--json'], { directory, env });

  expect(JSON.parse(stdout)).toMatchObject({
    tests: 'passed',
    coverage: [
      { kind: 'route', name: 'cart/testers', mesh: 'shop', place: 'mesh.ts:15:6', isExercised: false },
      { kind: 'route', name: 'cart/others', mesh: 'shop', place: 'mesh.ts:16:6', isExercised: true },
      { kind: 'route', name: 'ingress/shop' },
      { kind: 'policy', name: 'retries of shop/cart/route-1', isExercised: false },
      { kind: 'edge', name: 'web -> cart', isExercised: true },
      { kind: 'edge', name: 'ingress -> web' },
    ],
  });
  expect(stderr).toContain('1 passed');
  expect(code).toBe(0);
});

test('is no success where coverage is asked for and no test asks a mesh', { timeout: 60_000 }, async () => {
  const directory = makeTestedProject({ 'a.test.ts': "import { test } from 'vitest';\ntest('nothing', () => {});\n" });
  const { code, stderr } = await runCli(['test', '--coverage-threshold', '0'], { directory, env });

  expect(stderr).toContain('MW1019 coverage-below-threshold: no test asks a mesh');
  expect(code).toBe(1);
});

test('says how to install Vitest where the project has none', async () => {
  const { code, stderr } = await runCli(['test'], { directory: makeProject({}) });

  expect(stderr).toContain('error MW1018 test-runner-missing: no Vitest is installed at or above this folder');
  expect(stderr).toContain('hint: npm install --save-dev vitest');
  expect(code).toBe(1);
});

test('refuses a threshold that is no percentage', async () => {
  const { code, stderr } = await runCli(['test', '--coverage-threshold', 'all'], { directory: makeProject({}) });

  expect(stderr).toContain('--coverage-threshold takes a number from 0 to 100, not "all"');
  expect(code).toBe(2);
});
