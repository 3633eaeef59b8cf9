import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeIr } from '../../lib/ir/codec.js';
import { shop, splitRoute } from '../support/diff/shop.js';
import { makeProject } from '../support/make-project.js';
import { runCli } from '../support/run-cli.js';
import { shopProgram } from '../support/shop-program.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { writeTree } from '../support/write-tree.js';
import { runSync } from '../support/run-sync.js';

const split = (percent: number): string =>
  shopProgram(`cart.route({ to: split({ v1: ${percent}, v2: ${100 - percent} }) });`);
const fast = ['--no-type-check', '-q'];

function git(directory: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  return runSync('git', [...who, ...args], { cwd: directory }).trim();
}

/** A project in a repository of its own, with one commit for each program; packages are not in git. */
function makeRepository(...programs: readonly string[]): string {
  const directory = makeProject({ '.gitignore': 'node_modules\n' });
  git(directory, 'init', '-q', '-b', 'main');
  for (const program of programs) {
    writeTree(directory, { 'main.ts': program });
    git(directory, 'add', '.');
    git(directory, 'commit', '-q', '-m', 'change');
  }
  return directory;
}

test('compares two revisions of git, names the lines of both, and leaves no trace', async () => {
  const temporary = temporaryFolder();
  const directory = makeRepository(split(90), split(50));
  // What is only half done must not be looked at, nor touched.
  writeTree(directory, { 'main.ts': 'not a program', 'staged.txt': '1' });
  git(directory, 'add', 'staged.txt');
  const before = git(directory, 'status', '--porcelain');
  const { code, stdout, stderr } = await runCli(['diff', 'HEAD~1', 'HEAD', ...fast], {
    directory,
    // As inside a hook, where git names the index of the commit that is being made.
    env: { TMPDIR: temporary, GIT_DIR: join(directory, '.git'), GIT_INDEX_FILE: join(directory, '.git', 'index') },
  });
  expect(stderr).toBe('');
  expect(stdout).toBe(
    [
      'mesh shop',
      '',
      'risky split',
      '  split: cart@v1:8080 90%, cart@v2:8080 10% -> cart@v1:8080 50%, cart@v2:8080 50%   HEAD:main.ts:7:6, was HEAD~1:main.ts:7:6',
      '  web -> cart:8080: every request',
      '    curl http://cart:8080/',
      '',
      '1 change: 1 risky',
      '',
    ].join('\n'),
  );
  expect(code).toBe(0);
  expect(git(directory, 'status', '--porcelain')).toBe(before);
  expect(git(directory, 'worktree', 'list').split('\n')).toHaveLength(1);
  expect(readdirSync(temporary).filter((name) => name.startsWith('meshwright'))).toEqual([]);
});

test('compares one revision with the program as it is now', async () => {
  const directory = makeRepository(split(90));
  writeTree(directory, { 'main.ts': split(50) });
  const { code, stdout } = await runCli(['diff', 'main', '--json', ...fast], { directory });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    meshes: [{ name: 'shop', status: 'changed', changes: [{ severity: 'risky', kinds: ['split'] }] }],
    summary: { breaking: 0, risky: 1, neutral: 0 },
  });
});

test('fails only for changes of the weight that it is told, and heavier ones', async () => {
  const directory = temporaryFolder();
  const ir = (weight: number): string => writeIr(shop({ reviews: { routes: [splitRoute(weight)] } }));
  writeTree(directory, { 'old/ir.json': ir(80), 'new/ir.json': ir(50) });
  const codeOf = async (...args: readonly string[]): Promise<number | null> =>
    (await runCli(['diff', ...args], { directory })).code;
  expect(await codeOf('old', 'new', '--fail-on', 'breaking')).toBe(0);
  expect(await codeOf('old', 'new', '--fail-on', 'risky')).toBe(1);
  expect(await codeOf('old', 'new', '--fail-on', 'any')).toBe(1);
  expect(await codeOf('old', 'old/ir.json', '--fail-on', 'any')).toBe(0);
});

test('says which revision has a broken program, and where', async () => {
  const directory = makeRepository(split(120), split(50));
  const { code, stderr, stdout } = await runCli(['diff', 'HEAD~1', ...fast], { directory });
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('error MW1016 revision-broken: the program "." has no mesh to compare at "HEAD~1"');
  expect(stderr).toContain('HEAD~1:main.ts:7:6');
});

test('says what is no revision, and what has none', async () => {
  const directory = makeRepository(split(90));
  const unknown = await runCli(['diff', 'mian', ...fast], { directory });
  expect(unknown).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('error MW1015 revision-unknown') as string,
  });
  rmSync(join(directory, '.git'), { recursive: true });
  const without = await runCli(['diff', 'HEAD', ...fast], { directory });
  expect(without).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('error MW1014 no-git-repository') as string,
  });
});

test('compares compiled meshes without git, and prints Markdown', async () => {
  const directory = makeProject({ 'old/main.ts': split(90), 'new/main.ts': split(50) });
  await runCli(['synth', 'old', ...fast], { directory });
  await runCli(['synth', 'new', ...fast], { directory });
  const { code, stdout } = await runCli(
    ['diff', 'old/dist', 'new/dist/meshwright/shop/ir.json', '--markdown', ...fast],
    { directory },
  );
  expect(code).toBe(0);
  expect(stdout.split('\n').slice(0, 5)).toEqual([
    '### Mesh behaviour: 1 risky',
    '',
    '| | mesh | requests | change |',
    '|---|---|---|---|',
    '| **risky** | shop | web -> cart:8080 | split: cart@v1:8080 90%, cart@v2:8080 10% -> cart@v1:8080 50%, cart@v2:8080 50% |',
  ]);
});

test('says which share of all requests changes, from weights', async () => {
  const directory = makeRepository(split(90), split(50));
  writeTree(directory, {
    'weights.json': '{ "edges": { "web->cart": 30, "web->other": 90 } }',
    'wrong.json': '{ "edges": { "web->cart": "30" } }',
  });
  const weighed = await runCli(['diff', 'HEAD~1', '--weights', 'weights.json', ...fast], { directory });
  expect(weighed.stdout).toContain('risky split, at most 25% of all requests\n');
  const wrong = await runCli(['diff', 'HEAD~1', '--weights', 'wrong.json', ...fast], { directory });
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain(
    'error MW1017 weights-malformed: the traffic weights "wrong.json" cannot be used: "web->cart" of "edges" is "30", expected a number from 0 on',
  );
});

test('refuses two reports at once, and conditions that it does not know', async () => {
  const directory = makeProject({ 'main.ts': split(90) });
  expect(await runCli(['diff', 'HEAD', '--json', '--markdown'], { directory })).toMatchObject({ code: 2 });
  expect(await runCli(['diff', 'HEAD', '--fail-on', 'never'], { directory })).toMatchObject({ code: 2 });
  expect(await runCli(['diff'], { directory })).toMatchObject({ code: 2 });
});

test('leaves no worktree behind when it is interrupted', async () => {
  const endless = "console.error('running');\nsetInterval(() => {}, 1000);\n";
  const temporary = temporaryFolder();
  const directory = makeRepository(endless);
  const run = await runCli(['diff', 'HEAD', '--no-type-check'], {
    directory,
    env: { TMPDIR: temporary },
    onText: { text: 'running\n', act: (pid) => process.kill(pid, 'SIGINT') },
  });
  expect(run).toMatchObject({ code: null, signal: 'SIGINT' });
  expect(git(directory, 'worktree', 'list').split('\n')).toHaveLength(1);
  expect(readdirSync(temporary).filter((name) => name.startsWith('meshwright'))).toEqual([]);
});
