import { expect, test, vi } from 'vitest';
import { parseCommandLine } from '../../../lib/cli/parse-command-line.js';
import { capturedIo } from '../../support/captured-io.js';
import { decisionEntry, fakeController, statusOfPlan } from '../../support/rollout/fake-controller.js';
import { makePlan } from '../../support/rollout/make-plan.js';
import { rolloutApi } from '../../support/rollout/rollout-api.js';

// Processes share two cores.
vi.setConfig({ testTimeout: 120_000 });
const patience = { timeout: 60_000 };

const plan = makePlan();
const measuring = statusOfPlan(plan, { phase: 'measuring', weight: 0.1 }, [decisionEntry(1, 'measuring', 'ready')]);

async function wait(url: string, ...more: readonly string[]) {
  const { io, text } = capturedIo();
  const code = await parseCommandLine(['rollout', 'wait', 'release', '--controller', url, ...more], io);
  return { code, ...text };
}

test.each([
  ['promoted', 0, 'promoted'],
  ['rolled-back', 3, 'rolled-back'],
  ['held', 4, 'undecided'],
] as const)('tells a pipeline by its exit code what came: %s is %i', async (phase, code, outcome) => {
  const { url, controller } = await rolloutApi(fakeController(measuring));
  const waiting = wait(url);
  const log = [...measuring.log, decisionEntry(2, phase, 'because')];
  controller.set(statusOfPlan(plan, { phase, reason: { code: 'because', sentence: 'it came so' } }, log));
  expect(await waiting).toMatchObject({ code, stdout: `release: ${outcome}: it came so\n` });
});

test('ends with 5 when its own time is over, and says where the rollout stands', async () => {
  const { url } = await rolloutApi(fakeController(measuring));
  const { code, stdout, stderr } = await wait(url, '--timeout', '10ms', '--format', 'json');
  expect(code).toBe(5);
  expect(JSON.parse(stdout)).toMatchObject({ rollout: 'release', outcome: 'timeout', phase: 'measuring', weight: 0.1 });
  expect(stderr).toContain('because of ready');
});

test('waits on while what has ended is not what the program wants', async () => {
  const ended = { ...statusOfPlan(plan, { phase: 'rolled-back' }), plan: { ...plan, revision: 'next' } };
  const again = statusOfPlan(plan, { phase: 'rolled-back', isWithdrawn: true });
  const none = { ...measuring, state: undefined };
  const { state: _state, ...undecided } = none;
  for (const status of [ended, again, undecided]) {
    const { url } = await rolloutApi(fakeController(status));
    expect((await wait(url, '--timeout', '10ms', '--quiet')).code).toBe(5);
  }
});

test('waits for a revision that is still to come, and for a rollout that is not known yet', async () => {
  const { url, controller } = await rolloutApi(fakeController());
  const waiting = wait(url, '--revision', 'next');
  controller.set(statusOfPlan(plan, { phase: 'promoted' }));
  const next = { ...plan, revision: 'next' };
  controller.set(statusOfPlan(next, { phase: 'rolled-back' }));
  expect((await waiting).code).toBe(3);
});

test('a controller that goes away is waited for; one that is not there at first is not', async () => {
  const { url, port, close } = await rolloutApi(fakeController(measuring));
  const { io, text } = capturedIo();
  const waiting = parseCommandLine(['rollout', 'wait', 'release', '--controller', url], io);
  await expect.poll(() => text.stderr, patience).toContain('because of ready');
  await close();
  await expect.poll(() => text.stderr, patience).toContain('cannot be reached');
  await expect(wait(url)).rejects.toThrow('cannot be reached');
  await rolloutApi(fakeController(statusOfPlan(plan, { phase: 'promoted' })), { address: { host: '127.0.0.1', port } });
  expect(await waiting).toBe(0);
  expect(text.stderr.match(/cannot be reached/g)).toHaveLength(1);
});

test.each([
  [['--timeout', 'soon'], '--timeout takes a time such as 90s, 30m or 1h, not "soon"'],
  [['--timeout', '0s'], '--timeout takes a time'],
])('refuses %j', async (args, message) => {
  const { url } = await rolloutApi(fakeController(measuring));
  await expect(wait(url, ...args)).rejects.toThrow(message);
});

test('a rollout that nobody knows is a mistake of the command line', async () => {
  const { url } = await rolloutApi(fakeController());
  await expect(wait(url)).rejects.toThrow('there is no rollout "release"');
});
