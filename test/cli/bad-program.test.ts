import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { DiagnosticReport } from '../../lib/diagnostics/render/json.js';
import { installPackages } from '../support/install-packages.js';
import { makeProject } from '../support/make-project.js';
import { readTree } from '../support/read-tree.js';
import { runCli } from '../support/run-cli.js';
import { shopProgram } from '../support/shop-program.js';
import { writeTree } from '../support/write-tree.js';

interface BadProgram {
  readonly promise: string;
  readonly program: string;
  /** The exact diagnostics: slug, place, and what the message must hold. */
  readonly expected: readonly (readonly [slug: string, place: string, message: string | RegExp])[];
}

const badPrograms: readonly BadProgram[] = [
  {
    promise: 'a program that throws gives its message and the line that threw',
    program: shopProgram("throw new RangeError('no more carts');"),
    expected: [['program-threw', 'main.ts:7:7', 'RangeError: no more carts']],
  },
  {
    promise: 'an exception from inside a package points to the line that called the package',
    program: shopProgram("new Service(mesh, '', { ports: { http: 80 }, versions: { v1: { image: 'app:1' } } });"),
    expected: [['program-threw', 'main.ts:7:1', 'Error: Only root constructs may have an empty ID']],
  },
  {
    promise: 'a program that does not type-check gives the type error',
    program: shopProgram("const patience: number = 'three';", 'cart.route({ timeout: seconds(3) });', 'void patience;'),
    expected: [['type-error', 'main.ts:7:7', /Type 'string' is not assignable to type 'number'/]],
  },
  {
    promise: 'a type error that also throws is reported once',
    program: shopProgram('cart.rout({ to: web });'),
    expected: [['type-error', 'main.ts:7:6', /Property 'rout' does not exist/]],
  },
  {
    promise: 'an import that cannot be found is reported once',
    program: `import { nothing } from 'no-such-package';\n${shopProgram('nothing();')}`,
    expected: [['type-error', 'main.ts:1:25', /Cannot find module 'no-such-package'/]],
  },
  {
    promise: 'a contradictory mesh gives its diagnostics, and not the exception of cdk8s that follows',
    program: shopProgram('cart.route({ to: split({ v1: 90, v2: 20 }) });'),
    expected: [['route-weights', 'main.ts:7:6', /110/]],
  },
  {
    promise: 'a program that never synthesizes has no mesh',
    program: "import { App } from 'cdk8s';\nnew App().synth();\n",
    expected: [['program-without-mesh', '', 'the program ended well, but synthesized no mesh']],
  },
  {
    promise: 'a program whose manifests go elsewhere is told to leave the folder to us',
    program: shopProgram().replace('new App()', "new App({ outdir: 'elsewhere' })"),
    expected: [
      [
        'manifests-elsewhere',
        '',
        'the program leaves no manifests where it is told to: its App has an "outdir" of its own',
      ],
    ],
  },
  {
    promise: 'a program that ends itself gives its exit code and its last words',
    program: "console.error('cannot go on');\nprocess.exit(3);\n",
    expected: [['program-threw', '', 'the program ended with exit code 3; its last words were:\ncannot go on']],
  },
  {
    promise: 'a program that cannot be parsed gives the place',
    program: 'const mesh = ;\n',
    expected: [['type-error', 'main.ts:1:14', /Expression expected/]],
  },
];

/** The output of the program before it went bad; made once, for it takes a second. */
let previousOutput: string;

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'meshwright-test-'));
  installPackages(directory);
  writeTree(directory, { 'main.ts': shopProgram() });
  const { code, stderr } = await runCli(['synth'], { directory });
  expect(code, stderr).toBe(0);
  previousOutput = join(directory, 'dist');
  return () => {
    rmSync(directory, { recursive: true, force: true });
  };
});

test.each(badPrograms)('$promise', async ({ program, expected }) => {
  const directory = makeProject({ 'main.ts': program });
  cpSync(previousOutput, join(directory, 'dist'), { recursive: true });
  const { code, stdout, stderr } = await runCli(['synth', '--json'], { directory });

  const { diagnostics } = JSON.parse(stdout) as DiagnosticReport;
  expect(diagnostics.map(({ slug, origin }) => [slug, place(origin?.source)])).toEqual(
    expected.map(([slug, at]) => [slug, at]),
  );
  for (const [index, [slug, at, message]] of expected.entries()) {
    const diagnostic = diagnostics[index];
    if (typeof message === 'string') expect(diagnostic?.message).toBe(message);
    else expect(diagnostic?.message).toMatch(message);
    expect(diagnostic?.hint).toMatch(/./);
    expect(stderr).toContain(` ${slug}: `);
    expect(stderr).toContain(at);
  }
  expect(stderr).not.toContain('node_modules');
  expect(code).toBe(1);
  expect(readTree(join(directory, 'dist'))).toEqual(readTree(previousOutput));
});

test('a program without type checking runs as it is', async () => {
  const directory = makeProject({ 'main.ts': shopProgram("const count: number = 'three'; void count;") });
  expect(await runCli(['check', '--no-type-check'], { directory })).toMatchObject({ code: 0 });
});

test('shows the whole stack when asked to', async () => {
  const directory = makeProject({ 'main.ts': "throw new Error('no');\n" });
  const { stderr } = await runCli(['check'], { directory, env: { MESHWRIGHT_DEBUG: '1' } });
  expect(stderr).toMatch(/\n {4}at .*main\.ts:1/);
});

test('a folder without a program is reported with a hint', async () => {
  const directory = makeProject({});
  expect(await runCli(['synth'], { directory })).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `error MW1004 program-not-found: the folder "." has neither a cdk8s.yaml nor a main.ts
  hint: start a new project with "meshwright init", or name the folder of an existing one

1 error
`,
  });
});

function place(source: { readonly file: string; readonly line: number; readonly column: number } | undefined): string {
  return source === undefined ? '' : `${source.file}:${String(source.line)}:${String(source.column)}`;
}
