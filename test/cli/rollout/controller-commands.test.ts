import { expect, test, vi } from 'vitest';
import { parseCommandLine } from '../../../lib/cli/parse-command-line.js';
import { addWindow } from '../../../lib/rollout/evidence/add-window.js';
import { emptyEvidence } from '../../../lib/rollout/evidence/empty-evidence.js';
import { readEvidence } from '../../../lib/rollout/evidence/read-evidence.js';
import { contentHash } from '../../../lib/util/content-hash.js';
import { capturedIo } from '../../support/captured-io.js';
import { freePort } from '../../support/free-port.js';
import { decisionEntry, fakeController, statusOfPlan } from '../../support/rollout/fake-controller.js';
import { makePlan } from '../../support/rollout/make-plan.js';
import { rolloutApi } from '../../support/rollout/rollout-api.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { writeTree } from '../../support/write-tree.js';

// Processes share two cores.
vi.setConfig({ testTimeout: 120_000 });
const patience = { timeout: 60_000 };

const plan = makePlan();
const log = [decisionEntry(1, 'preparing', 'may-begin'), decisionEntry(2, 'measuring', 'ready')];
const evidence = addWindow(plan, emptyEvidence(plan), {
  epoch: 2,
  canaryWeight: 0.1,
  fromMs: 0,
  toMs: 2000,
  requests: { canary: 100, stable: 900 },
  counts: { errors: { canary: [{ pod: 'c', total: 100, bad: 40 }], stable: [{ pod: 's', total: 900, bad: 2 }] } },
});
const measuring = statusOfPlan(plan, { phase: 'measuring', weight: 0.1, epoch: 2, evidence }, log);

async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}, workingDirectory = '/') {
  const { io, text } = capturedIo({ env, workingDirectory });
  const code = await parseCommandLine(['rollout', ...args], io);
  return { code, ...text };
}

test('says how all rollouts stand, a line for each', async () => {
  const { url } = await rolloutApi(fakeController(measuring));
  const { code, stdout } = await run(['status', '--controller', url]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^rollout {2}phase {6}weight {2}proxies {2}why\nrelease {2}measuring {4}10 % {6}3\/3 {2}\S.*\n$/,
  );
});

test('shows one rollout with its evidence against the bounds and what was decided last', async () => {
  const { url } = await rolloutApi(fakeController({ ...measuring, problem: 'the store is full' }));
  const { stdout } = await run(['status', 'release'], { MESHWRIGHT_CONTROLLER: url });
  expect(stdout).toContain('release  measuring  ');
  expect(stdout).toContain('  weight [##......................]  10 %');
  expect(stdout).toContain('all 3 proxies hold it');
  expect(stdout).toContain('stuck: the store is full');
  expect(stdout).toContain(
    'errors  canary 40 of 100 bad (40 %), stable 2 of 900 bad (0.22 %), divided by 2.0 for clumps\n',
  );
  expect(stdout).toMatch(/\n {2}harm {3}\[[#.]{24}\] {2}\S+ to 1; back from 100 to 1\n/);
  expect(stdout).toMatch(/\n {2}sound {2}\[\.+\] {2}nothing is proven yet; promoted from 0\.5 %\n/);
  expect(stdout).toMatch(/last decisions\n2026-01-01T00:00:01Z {2}preparing {6}10 % {2}because of may-begin\n/);
});

test('draws a bar that is full where harm is proven', async () => {
  const worst = [1, 2, 3, 4].reduce(
    (before, epoch) =>
      addWindow(plan, before, {
        epoch: 2,
        canaryWeight: 0.1,
        fromMs: 2000 * epoch,
        toMs: 2000 * epoch + 2000,
        requests: { canary: 100, stable: 900 },
        counts: { errors: { canary: [{ pod: 'c', total: 100, bad: 90 }], stable: [{ pod: 's', total: 900, bad: 2 }] } },
      }),
    evidence,
  );
  expect(readEvidence(plan, worst).harmful).toEqual(['errors']);
  const { url } = await rolloutApi(fakeController(statusOfPlan(plan, { phase: 'returning', evidence: worst })));
  const { stdout } = await run(['status', 'release', '--controller', url]);
  expect(stdout).toMatch(/\n {2}harm {3}\[#{24}\] /);
});

test('gives the same as JSON', async () => {
  const { url } = await rolloutApi(fakeController(measuring));
  const all = await run(['status', '--controller', url, '--format', 'json']);
  expect(JSON.parse(all.stdout)).toMatchObject({ rollouts: [{ name: 'release', state: { phase: 'measuring' } }] });
  const history = await run(['history', 'release', '--controller', url, '--format', 'json']);
  expect(JSON.parse(history.stdout)).toEqual({ decisions: log });
});

test('prints what was decided, the newest last', async () => {
  const { url } = await rolloutApi(fakeController(measuring));
  const { stdout } = await run(['history', 'release', '--controller', url]);
  expect(stdout).toBe(
    '2026-01-01T00:00:01Z  preparing      10 %  because of may-begin\n2026-01-01T00:00:02Z  measuring      10 %  because of ready\n',
  );
});

test.each(['promote', 'abort', 'pause', 'resume', 'retry', 'approve', 'amend'])(
  'asks for %s, by name',
  async (action) => {
    const { url, controller } = await rolloutApi(fakeController(measuring));
    const { code } = await run([action, 'release', '--by', 'ann', '--id', 'a-1', '--controller', url]);
    expect(code).toBe(0);
    expect(controller.asked).toEqual([{ rollout: 'release', action, id: 'a-1', by: 'ann' }]);
  },
);

test('names the user of the machine, and each asking anew, where nothing else is said', async () => {
  const { url, controller } = await rolloutApi(fakeController(measuring));
  await run(['pause', 'release', '--controller', url]);
  await run(['pause', 'release', '--controller', url]);
  expect(new Set(controller.asked.map(({ id }) => id)).size).toBe(2);
  for (const { by } of controller.asked) expect(by).toMatch(/./);
});

test('shows a token from a file or the environment', async () => {
  const tokens = () => [{ name: 'ops', role: 'operator' as const, sha256: contentHash('secret') }];
  const { url, controller } = await rolloutApi(fakeController(measuring), { tokens });
  await expect(run(['status', '--controller', url])).rejects.toThrow(/send a token.*--token-file/);
  const folder = temporaryFolder();
  writeTree(folder, { token: 'secret\n' });
  await run(['pause', 'release', '--controller', url, '--token-file', 'token', '--by', 'ann'], {}, folder);
  expect((await run(['status', '--controller', url], { MESHWRIGHT_CONTROLLER_TOKEN: 'secret' })).code).toBe(0);
  expect(controller.asked).toMatchObject([{ action: 'pause', by: 'ann' }]);
});

test('says what is wrong when the controller cannot be asked', async () => {
  const { url } = await rolloutApi(fakeController(measuring));
  await expect(run(['status', 'other', '--controller', url])).rejects.toThrow('there is no rollout "other"');
  await expect(run(['abort', 'other', '--controller', url])).rejects.toThrow('there is no rollout "other"');
  await expect(run(['status', '--controller', 'nowhere'])).rejects.toThrow('--controller takes a URL');
  const nobody = `http://127.0.0.1:${await freePort()}`;
  await expect(run(['status', '--controller', nobody])).rejects.toThrow(/cannot be reached: .*--controller/);
  await expect(run(['status', '--controller', `${url}/v1`])).rejects.toThrow('--controller takes a URL');
});

test('watch prints a line for each decision where there is no terminal, and ends when the rollout has', async () => {
  const { url, controller } = await rolloutApi(fakeController(measuring));
  const { io, text } = capturedIo();
  const watching = parseCommandLine(['rollout', 'watch', 'release', '--controller', url], io);
  await expect.poll(() => text.stdout, patience).toContain('because of ready');
  const returned = [
    ...log,
    decisionEntry(3, 'returning', 'harm-proven'),
    decisionEntry(4, 'rolled-back', 'harm-proven'),
  ];
  controller.set(statusOfPlan(plan, { phase: 'rolled-back', weight: 0, epoch: 3 }, returned));
  expect(await watching).toBe(0);
  expect(
    text.stdout
      .trim()
      .split('\n')
      .map((line) => line.slice(22, 33).trim()),
  ).toEqual(['preparing', 'measuring', 'returning', 'rolled-back']);
});

test('watch draws the picture anew on a terminal, and leaves the last one', async () => {
  const { url, controller } = await rolloutApi(fakeController(measuring));
  const text = { drawn: '' };
  const stdout = { isTTY: true, columns: 200, rows: 50, write: (written: string) => (text.drawn += written) };
  const { io } = capturedIo({ stdout, env: { NO_COLOR: '1' } });
  const watching = parseCommandLine(['rollout', 'watch', 'release', '--controller', url], io);
  await expect.poll(() => text.drawn, patience).toContain('release  measuring');
  controller.set(statusOfPlan(plan, { phase: 'promoted', weight: 1, epoch: 3 }, log));
  expect(await watching).toBe(0);
  const last = text.drawn.slice(text.drawn.lastIndexOf('\u001B[0J'));
  expect(last).toContain('release  promoted');
});

test('watch goes on with another controller at the same place', async () => {
  const { url, port, close } = await rolloutApi(fakeController(measuring));
  const { io, text } = capturedIo();
  const watching = parseCommandLine(['rollout', 'watch', 'release', '--controller', url], io);
  await expect.poll(() => text.stdout, patience).toContain('because of ready');
  await close();
  const later = [...log, decisionEntry(3, 'promoted', 'promoted')];
  const ended = fakeController(statusOfPlan(plan, { phase: 'promoted', weight: 1, epoch: 3 }, later));
  await rolloutApi(ended, { address: { host: '127.0.0.1', port } });
  expect(await watching).toBe(0);
  expect(text.stdout.match(/because of \S+/g)).toEqual(
    ['may-begin', 'ready', 'promoted'].map((code) => `because of ${code}`),
  );
});
