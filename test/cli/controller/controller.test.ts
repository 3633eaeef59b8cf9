import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { parseCommandLine } from '../../../lib/cli/parse-command-line.js';
import { createRolloutPlan } from '../../../lib/rollout/plan/create-rollout-plan.js';
import type { RolloutPlan } from '../../../lib/rollout/plan/rollout-plan.js';
import { capturedIo } from '../../support/captured-io.js';
import { eventually } from '../../support/eventually.js';
import { freePort } from '../../support/free-port.js';
import { startApi, type TestApi } from '../../support/mesh-api/start-api.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

// Processes share two cores.
vi.setConfig({ testTimeout: 120_000 });
const patience = { timeout: 60_000 };

const ir = reviewsRollout();
const plans = ir.rollouts.map((rollout) => createRolloutPlan(ir, rollout));

/** Runs the command as a user does, beside a real mesh API, until the test has ended or it is stopped. */
async function startController(
  { api, secrets }: TestApi,
  { folder, port = 0, args = [] }: { folder: string; port?: number; args?: readonly string[] },
) {
  const stop = new AbortController();
  const env = { MESHWRIGHT_SERVER: api.url, MESHWRIGHT_TOKEN: secrets.operator };
  const { io, text } = capturedIo({ workingDirectory: folder, env, signal: stop.signal });
  const proxies = ['--proxy-stats', `http://127.0.0.1:${await freePort()}`];
  const all = ['controller', '--plans', 'rollouts.json', ...proxies, '--api-port', String(port), ...args];
  const running = parseCommandLine(all, io);
  const end = (): Promise<number> => {
    stop.abort();
    return running;
  };
  onTestFinished(async () => {
    stop.abort();
    await running.catch(() => undefined);
  });
  const isReady = eventually(() => text.stderr.includes('ready\n'), 60_000);
  const code = await Promise.race([running, isReady]);
  if (code !== undefined) throw new Error(`it has ended with ${code}: ${text.stderr}`);
  return { url: /API: (\S+)/.exec(text.stderr)?.[1] ?? '', text, end };
}

function writePlans(folder: string, written: readonly RolloutPlan[] | string): void {
  const text = typeof written === 'string' ? written : JSON.stringify({ plans: written });
  writeFileSync(join(folder, 'rollouts.json'), text);
}

async function rollout(...args: readonly string[]): Promise<string> {
  const { io, text } = capturedIo();
  expect(await parseCommandLine(['rollout', ...args], io)).toBe(0);
  return text.stdout;
}

test('carries plans out, hears people, and goes on where it was after a restart', async () => {
  const folder = temporaryFolder();
  writePlans(folder, plans);
  const api = await startApi({}, { ir });
  const first = await startController(api, { folder });
  await expect.poll(() => rollout('status', '--controller', first.url), patience).toContain('preparing');
  await rollout('abort', 'reviews-v2', '--by', 'ann', '--controller', first.url);
  await expect.poll(() => rollout('status', '--controller', first.url), patience).toContain('rolled-back');
  expect(await rollout('history', 'reviews-v2', '--controller', first.url)).toContain('ann');
  expect(first.text.stderr).toMatch(/reviews-v2 {2}\S+Z {2}rolled-back/);
  expect(await first.end()).toBe(0);

  const second = await startController(api, { folder });
  await expect.poll(() => rollout('status', '--controller', second.url), patience).toContain('rolled-back');
  expect(await rollout('history', 'reviews-v2', '--controller', second.url)).toContain('ann');
});

test('follows its plans; of what is no plan, or one of another version, it says why, and stays as it is', async () => {
  const folder = temporaryFolder();
  writePlans(folder, plans);
  const api = await startApi({}, { ir });
  const { url, text } = await startController(api, { folder });
  const other = plans.map((plan) => ({ ...plan, planVersion: 2 }));
  writePlans(folder, JSON.stringify({ plans: other }));
  const sentence = 'plans/0: the plan has version 2, and this controller reads version 1';
  await expect.poll(() => text.stderr, patience).toContain(`are not taken, and rollouts stay as they are: ${sentence}`);
  writePlans(folder, '{');
  await expect.poll(() => text.stderr, patience).toContain('it is not JSON');
  await expect.poll(() => rollout('status', '--controller', url), patience).toContain('preparing');
  const next = plans.map((plan) => ({ ...plan, revision: 'another' }));
  writePlans(folder, next);
  await expect
    .poll(
      async () => JSON.parse(await rollout('status', 'reviews-v2', '--format', 'json', '--controller', url)) as unknown,
      patience,
    )
    .toMatchObject({ plan: { revision: 'another' } });
});

test.each([
  ['{"plans":[{"planVersion":7}]}', 'plans/0: the plan has version 7, and this controller reads version 1'],
  ['{"plans":[{"planVersion":1}]}', 'plans/0: it is no plan of a rollout'],
  [JSON.stringify({ plans: [...plans, ...plans] }), 'plans/1: "reviews-v2" is there twice'],
  ['[]', 'it has no list "plans"'],
])('does not begin with plans that it cannot carry out: %.30s', async (written, message) => {
  const folder = temporaryFolder();
  writePlans(folder, written);
  const { io } = capturedIo({ workingDirectory: folder });
  const starting = parseCommandLine(
    ['controller', '--plans', 'rollouts.json', '--prometheus', 'http://127.0.0.1:9'],
    io,
  );
  await expect(starting).rejects.toThrow(message);
});

test('two controllers do not share a folder', async () => {
  const folder = temporaryFolder();
  writePlans(folder, plans);
  const api = await startApi({}, { ir });
  await startController(api, { folder });
  await expect(startController(api, { folder })).rejects.toThrow(/cannot be opened/);
});
