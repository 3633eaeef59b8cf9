// Packs the package and uses it as a stranger would: checks what the tarball declares, installs it into an empty project
// beside cdk8s, and type-checks and runs the first program of README.md there.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { codeBlocks } from './docs/markdown.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'meshwright-package-'));
try {
  buildAfresh();
  const tarball = pack();
  await lintTarball(tarball);
  useAsStranger(tarball);
  console.log(`${basename(tarball)}: declares what it holds, installs, and runs the program of README.md`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** tsc leaves behind what it made of sources that are gone, and npm would pack it. */
function buildAfresh() {
  run(root, 'npm', ['run', '--silent', 'build']);
  for (const tree of ['constructs', 'lib']) {
    for (const path of readdirSync(join(root, 'build', tree), { recursive: true })) {
      const source = path.replace(/(\.d\.ts|\.js)$/, '.ts');
      if (source !== path && !existsSync(join(root, tree, source))) rmSync(join(root, 'build', tree, path));
    }
  }
}

function pack() {
  // The build was just made.
  run(root, 'npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]);
  return join(folder, readdirSync(folder)[0]);
}

async function lintTarball(tarball) {
  const bytes = readFileSync(tarball);
  const { messages } = await publint({ pkgDir: 'package', strict: true, pack: { tarball: bytes.buffer } });
  if (messages.length > 0) {
    throw new Error(`publint: ${messages.map((message) => formatMessage(message, manifest)).join('; ')}`);
  }
  const attw = join(root, 'node_modules', '.bin', 'attw');
  run(root, attw, [tarball, '--profile', 'esm-only', '--exclude-entrypoints', 'ir.schema.json']);
}

function useAsStranger(tarball) {
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'stranger', private: true, type: 'module' }));
  const { cdk8s, constructs, typescript, '@types/node': nodeTypes } = manifest.devDependencies;
  const others = [`cdk8s@${cdk8s}`, `constructs@${constructs}`, `typescript@${typescript}`, `@types/node@${nodeTypes}`];
  run(project, 'npm', ['install', '--silent', '--no-fund', '--no-audit', tarball, ...others]);
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const program = codeBlocks(readme).find(({ info }) => info === 'ts');
  if (program === undefined) throw new Error('README.md holds no program');
  writeFileSync(join(project, 'main.ts'), program.code);
  const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  // Our own declarations are checked too, so no --skipLibCheck.
  run(project, 'npx', ['--no-install', 'tsc', ...options, 'main.ts']);
  run(project, 'npx', ['--no-install', 'meshwright', 'synth', '--output', 'by-meshwright']);
  run(project, process.execPath, ['--import', 'tsx', 'main.ts']);
  // Asking a mesh needs no test runner.
  const ask = "import { expectMesh } from 'meshwright/testing'; if (typeof expectMesh !== 'function') process.exit(1);";
  run(project, process.execPath, ['--input-type=module', '--eval', ask]);
  const call =
    "import { createMeshClient } from 'meshwright/client'; if (typeof createMeshClient !== 'function') process.exit(1);";
  run(project, process.execPath, ['--input-type=module', '--eval', call]);
  if (readdirSync(join(project, 'by-meshwright')).length === 0) throw new Error('meshwright synth wrote nothing');
  if (!existsSync(join(project, 'dist'))) throw new Error('the program itself wrote no dist/');
}

function run(cwd, command, args) {
  console.error(`$ ${basename(command)} ${args.join(' ')}`);
  execFileSync(command, args, { cwd, stdio: ['ignore', 2, 2] });
}
