import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { LocalReport } from '../../../lib/local-runtime/local-report.js';
import { answerProgram, answerProject } from '../../support/answer-project.js';
import { startProcess } from '../../support/processes.js';
import { processesWith } from '../../support/processes-with.js';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const main = fileURLToPath(new URL('../../../build/lib/cli/main.js', import.meta.url));
const half = { v1: 50, v2: 50 };

test.skipIf(envoy.isMissing).each(['SIGINT', 'SIGTERM'] as const)(
  'on %s shows the last table, stops all that it started and ends well',
  async (signal) => {
    const temporary = temporaryFolder();
    const mark = markOf(temporary);
    const run = await runCli(['up', '--load', '50'], {
      directory: answerProject({ 'main.ts': answerProgram(half, mark) }),
      env: { TMPDIR: temporary },
      onText: {
        text: 'gateway ingress',
        act: (pid) => {
          expect(processesWith(mark)).toHaveLength(3);
          setTimeout(() => process.kill(pid, signal), 500);
        },
      },
    });
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(run.stderr).toMatch(/web +cart +v1 +\d+ .*\n +v2 +\d+ /);
    expect([...processesWith(mark), ...processesWith(temporary)]).toEqual([]);
    expect(readdirSync(temporary).filter((name) => name.startsWith('meshwright-'))).toEqual([]);
  },
);

test.each([
  [['--load', 'many'], '--load takes a number from 0.1 to 5000, not "many"'],
  [['--for', '0'], '--for takes a number from 0.1 to 86400, not "0"'],
  [
    ['--prometheus', 'prometheus:9090'],
    '--prometheus takes a URL such as http://127.0.0.1:9090, not "prometheus:9090"',
  ],
  [['--port', '80.5'], '--port takes a whole number from 1 to 65535, not "80.5"'],
])('refuses %j', async (args, message) => {
  const run = await runCli(['up', ...args], { directory: temporaryFolder() });
  expect(run).toMatchObject({ code: 2, stdout: '', stderr: `error: ${message}\n` });
});

test.skipIf(envoy.isMissing)('runs the mesh that it is told of several', async () => {
  const program = answerProgram(half, 'mark').replace('app.synth();', "new Mesh(app, 'other');\napp.synth();");
  const directory = answerProject({ 'main.ts': program });
  const unsaid = await runCli(['up'], { directory });
  expect(unsaid).toMatchObject({
    code: 2,
    stderr: 'error: the program has several meshes: say --mesh with one of other, shop\n',
  });
  const said = await runCli(['up', '--mesh', 'shop', '--for', '0.1'], { directory });
  expect(said.code).toBe(0);
  expect(said.stderr).toContain('starting mesh shop\n');
});

test.skipIf(envoy.isMissing)('stopped while it starts, stops what it has started and ends by the signal', async () => {
  const temporary = temporaryFolder();
  const mark = markOf(temporary);
  const run = await runCli(['up'], {
    directory: answerProject({ 'main.ts': answerProgram(half, mark) }),
    env: { TMPDIR: temporary },
    onText: { text: 'starting mesh', act: (pid) => setTimeout(() => process.kill(pid, 'SIGINT'), 100) },
  });
  expect(run).toMatchObject({ code: null, signal: 'SIGINT' });
  expect([...processesWith(mark), ...processesWith(temporary)]).toEqual([]);
  expect(readdirSync(temporary).filter((name) => name.startsWith('meshwright-'))).toEqual([]);
});

test.skipIf(envoy.isMissing)('leaves no process and no file behind when it is killed', async () => {
  const temporary = temporaryFolder();
  const mark = markOf(temporary);
  const run = await runCli(['up'], {
    directory: answerProject({ 'main.ts': answerProgram(half, mark) }),
    env: { TMPDIR: temporary },
    onText: {
      text: 'gateway ingress',
      act: (pid) => {
        expect(processesWith(join(temporary, 'meshwright-up-')).length).toBeGreaterThan(3);
        process.kill(pid, 'SIGKILL');
      },
    },
  });
  expect(run.signal).toBe('SIGKILL');
  await expect.poll(() => [...processesWith(mark), ...processesWith(temporary)], { timeout: 5_000 }).toEqual([]);
  expect(readdirSync(temporary).filter((name) => name.startsWith('meshwright-up-'))).toEqual([]);
});

test.skipIf(envoy.isMissing)(
  'follows an edit of the program without a failed request',
  { timeout: 240_000 },
  async () => {
    const mark = markOf(temporaryFolder());
    const directory = answerProject({ 'main.ts': answerProgram({ v1: 100, v2: 0 }, mark) });
    const run = await startProcess({
      command: process.execPath,
      args: [main, 'up', '--load', '100', '--path', '/', '--json'],
      workingDirectory: directory,
      isReady: (output) => output.includes('gateway ingress'),
    });
    const edit = async (share: { readonly v1: number; readonly v2: number }, shown: string): Promise<void> => {
      writeFileSync(join(directory, 'main.ts'), answerProgram(share, mark));
      await expect.poll(run.output, { timeout: 60_000 }).toContain(shown);
    };
    await edit({ v1: 10, v2: 80 }, 'error MW2201 route-weights');
    expect(run.output()).toContain('the mesh runs on as it was before this change');
    await edit({ v1: 0, v2: 100 }, 'changed: updated 1 Envoy (');
    await sleep(500); // requests on the new ways
    run.kill('SIGINT');
    await expect.poll(run.isRunning, { timeout: 60_000 }).toBe(false);

    const { report } = lastJson(run.output());
    expect(report.load).toMatchObject({ failed: 0, answers: { 200: report.load?.sent } });
    // Since the last change only: every request went to v2.
    expect(report.rules).toMatchObject([
      { rule: { destination: 'cart/v1/http', percent: 0 }, met: 0, verdict: 'fits' },
      { rule: { destination: 'cart/v2/http', percent: 100 }, verdict: 'fits' },
    ]);
  },
);

function lastJson(output: string): { readonly report: LocalReport } {
  return JSON.parse(output.slice(output.lastIndexOf('\n{\n'))) as { readonly report: LocalReport };
}

/** A text that stands in the command lines of one test's workloads only. */
function markOf(folder: string): string {
  return `mark-${folder.slice(-6)}`;
}
