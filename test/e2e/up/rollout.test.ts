import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { DecisionEntry } from '../../../lib/controller/record/decision-entry.js';
import { eventually } from '../../support/eventually.js';
import { examplesFolder } from '../../support/example-program.js';
import { makeProject } from '../../support/make-project.js';
import { startProcess, type RunningProcess } from '../../support/processes.js';
import { startPrometheus } from '../../support/prometheus/start-prometheus.js';
import { runCli } from '../../support/run-cli.js';
import { startSteadyLoad } from '../../support/steady-load.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const prometheusTool = await findTool('prometheus');
const main = fileURLToPath(new URL('../../../build/lib/cli/main.js', import.meta.url));

test.skipIf(envoy.isMissing || prometheusTool.isMissing)(
  'the canary example: a bad v2 is rolled back, a good v3 is promoted, nothing fails but what v2 broke, and each step says why',
  { timeout: 720_000 },
  async () => {
    const folder = temporaryFolder();
    const targetsFile = join(folder, 'targets.json');
    writeFileSync(targetsFile, '[]');
    const { url } = await startPrometheus({ targetsFile });
    const project = makeProject({});
    cpSync(join(examplesFolder, 'canary'), project, { recursive: true });
    const program = join(project, 'main.ts');
    const edit = (from: string, to: string): void => {
      const text = readFileSync(program, 'utf8');
      expect(text).toContain(from);
      writeFileSync(program, text.replace(from, to));
    };
    // A machine of tests may leave one process of two without a core for a second, which says nothing of its version.
    edit('Duration.millis(500)', 'Duration.seconds(30)');
    const up = await startProcess({
      command: process.execPath,
      args: [main, 'up', '--prometheus', url, '--prometheus-targets', targetsFile],
      workingDirectory: project,
      isReady: (output) => output.includes('gateway ingress'),
      readyTimeoutMs: 120_000,
    });
    const load = startSteadyLoad(urlOf(up), 200);

    await shown(up, '(rolled-back): ');
    const rolledBackAt = Date.now();
    edit("to: 'v2'", "to: 'v3'");
    await shown(up, 'quotes/v3 is promoted');
    const promotedAt = Date.now();
    await eventually(() => load.answers().filter(({ sentAt }) => sentAt > promotedAt).length > 100, 60_000);
    const answers = await load.stop();
    const controller = controllerOf(up);
    const decisions = await decisionsOf(controller);
    const status = await runCli(['rollout', 'status', '--controller', controller], { directory: project });
    up.kill('SIGINT');
    await eventually(() => !up.isRunning(), 60_000);

    // What failed is what v2 broke, and nobody else's: none was lost on any change of weights, routes or processes.
    const failed = answers.filter(({ outcome }) => outcome !== 200);
    expect(failed.filter(({ outcome, answeredBy }) => outcome !== 500 || answeredBy !== 'v2')).toEqual([]);
    expect(failed.length).toBeGreaterThan(0);
    const answeredAfter = (moment: number): readonly (string | undefined)[] => [
      ...new Set(answers.filter(({ sentAt }) => sentAt > moment).map(({ answeredBy }) => answeredBy)),
    ];
    expect(answeredAfter(rolledBackAt)).not.toContain('v2');
    expect(answeredAfter(promotedAt)).toEqual(['v3']);

    expectExplained(decisions);
    expect(status).toMatchObject({ code: 0, stdout: expect.stringContaining('promoted') as string });
  },
);

/** Each step is told, in order and with its numbers. */
function expectExplained(decisions: readonly DecisionEntry[]): void {
  const sentences = decisions.map(({ phase, sentence }) => `${phase}: ${sentence}`);
  const steps = [
    /^preparing: quotes\/v2 begins/,
    /^shifting: quotes\/v2 gets 20 % of requests/,
    /^measuring: 1 of 1 proxies accepted weight number \d+/,
    /^rolled-back: rolled back: quotes\/v2 answers [\d.]+ % with errors, v1 0 %; evidence 1:\S+ against, needed 1:\d+/,
    /^preparing: quotes\/v3 begins/,
    /^shifting: quotes\/v3 gets 20 % of requests/,
    /^shifting: quotes\/v3 gets [\d.]+ % of requests \(was [\d.]+ %\), evidence allows [\d.]+ %/,
    /^promoting: quotes\/v3 is proven to be no worse than tolerated by errors .* after \d+ requests and [\d.]+ s at the last weight/,
    /^promoted: quotes\/v3 is promoted, after a watch of [\d.]+ s without harm/,
  ];
  let from = 0;
  for (const step of steps) {
    const found = sentences.findIndex((sentence, index) => index >= from && step.test(sentence));
    expect(found, `${String(step)} in\n${sentences.join('\n')}`).toBeGreaterThanOrEqual(0);
    from = found + 1;
  }
  expect(decisions.map(({ number }) => number)).toEqual(decisions.map((_, index) => index + 1));
  expect(decisions.filter(({ sentence }) => sentence === '')).toEqual([]);
}

async function shown(up: RunningProcess, text: string): Promise<void> {
  await eventually(() => {
    if (!up.isRunning()) throw new Error(`it has ended:\n${up.output()}`);
    return up.output().includes(text);
  }, 240_000).catch((error: unknown) => {
    throw new Error(`"${text}" was not shown, but:\n${up.output()}`, { cause: error });
  });
}

function urlOf(up: RunningProcess): string {
  return /gateway ingress \(http\): (\S+)/.exec(up.output())?.[1] ?? '';
}

async function decisionsOf(controller: string): Promise<readonly DecisionEntry[]> {
  const answer = await fetch(`${controller}/v1/rollouts/quotes/history`);
  return ((await answer.json()) as { readonly decisions: readonly DecisionEntry[] }).decisions;
}

function controllerOf(up: RunningProcess): string {
  return /meshwright rollout status --controller (\S+)/.exec(up.output())?.[1] ?? 'http://127.0.0.1:15060';
}
