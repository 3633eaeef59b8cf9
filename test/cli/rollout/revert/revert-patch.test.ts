import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../../lib/cli/parse-command-line.js';
import { capturedIo } from '../../../support/captured-io.js';
import { fakeController, statusOfPlan } from '../../../support/rollout/fake-controller.js';
import { makePlan } from '../../../support/rollout/make-plan.js';
import { rolloutApi } from '../../../support/rollout/rollout-api.js';
import { runSync } from '../../../support/run-sync.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import { writeTree } from '../../../support/write-tree.js';

const program = `import { App } from 'cdk8s';
import { errorRatio, Mesh, paced, Rollout, Service } from 'meshwright';

const app = new App();
const mesh = new Mesh(app, 'shop');
const shop = new Service(mesh, 'shop', {
  ports: { http: 8080 },
  versions: {
    v1: { image: 'shop:1' },
    // Faster.
    v2: { image: 'shop:2' },
  },
});
new Rollout(mesh, 'release', {
  of: shop,
  from: 'v1',
  to: 'v2',
  strategy: paced(),
  criteria: [errorRatio({ margin: 0.5 })],
});
app.synth();

`;

const without = `import { App } from 'cdk8s';
import { errorRatio, Mesh, paced, Rollout, Service } from 'meshwright';

const app = new App();
const mesh = new Mesh(app, 'shop');
const shop = new Service(mesh, 'shop', {
  ports: { http: 8080 },
  versions: {
    v1: { image: 'shop:1' },
    // Faster.
  },
});
app.synth();

`;

const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];

/** A repository with the program in a folder of it, and a controller that has rolled its rollout back. */
async function rolledBack(text = program) {
  const root = temporaryFolder();
  writeTree(root, { 'deploy/package.json': '{}', 'deploy/mesh/main.ts': text });
  const git = (...args: readonly string[]): string => runSync('git', [...identity, ...args], { cwd: root });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
  const source = { file: 'mesh/main.ts', line: 14, column: 1 };
  const plan = makePlan({ origin: { kind: 'user', constructPath: 'shop/release', source } });
  const reason = { code: 'harm-proven', sentence: 'v2 fails in 5 % of requests:\n--- v1 in 0.2 %' };
  const { url } = await rolloutApi(fakeController(statusOfPlan(plan, { phase: 'rolled-back', reason, at: 1e12 })));
  const wait = async (...more: readonly string[]) => {
    const { io, text: said } = capturedIo({ workingDirectory: join(root, 'deploy'), env: process.env });
    const args = ['rollout', 'wait', 'release', '--controller', url, '--patch', 'out/revert.patch', ...more];
    return { code: await parseCommandLine(args, io), ...said };
  };
  return { root, git, wait, file: join(root, 'deploy/mesh/main.ts') };
}

test('after a rollback writes a patch that git applies, and the program is as it was before', async () => {
  const { git, wait, file, root } = await rolledBack();
  expect(await wait('--program', 'mesh')).toMatchObject({ code: 3, stderr: 'patch: out/revert.patch\n' });
  git('apply', '--check', 'deploy/out/revert.patch');
  git('apply', 'deploy/out/revert.patch');
  expect(readFileSync(file, 'utf8')).toBe(without);
  expect(git('status', '--porcelain', '--untracked-files=no').trim()).toBe('M deploy/mesh/main.ts');
  expect(root).not.toBe('');
});

test('the patch is a commit that says why, by git am', async () => {
  const { git, wait, file } = await rolledBack();
  await wait();
  git('am', '--quiet', 'deploy/out/revert.patch');
  expect(readFileSync(file, 'utf8')).toBe(without);
  expect(git('log', '-1', '--format=%s%n%b').trim()).toBe(
    'Take back rollout release\nv2 fails in 5 % of requests: --- v1 in 0.2 %\n\nRevision: canary',
  );
});

test('keeps line ends of Windows', async () => {
  const { git, wait, file } = await rolledBack(program.replaceAll('\n', '\r\n'));
  await wait();
  git('apply', 'deploy/out/revert.patch');
  expect(readFileSync(file, 'utf8')).toBe(without.replaceAll('\n', '\r\n'));
});

test('says so in a sentence, and writes no patch, where the program cannot be edited safely', async () => {
  const { wait, file } = await rolledBack();
  writeFileSync(file, `// one line more\n${program}`);
  const { code, stdout, stderr } = await wait('--format', 'json');
  expect(code).toBe(3);
  const problem = 'mesh/main.ts: line 14 does not make a rollout with "new Rollout(": the program has changed since';
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'rolled-back', patch: { problem } });
  expect(stderr).toBe(`no patch: ${problem}\n`);
  expect(() => readFileSync(join(file, '../../out/revert.patch'))).toThrow('ENOENT');
});
