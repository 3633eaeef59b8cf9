import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { signalGroup } from '../../../lib/local-runtime/processes/signal-group.js';
import { startWatchdog } from '../../../lib/local-runtime/processes/watchdog.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

test('ends the groups it has in charge, and removes the folder', async () => {
  const folder = makeFolder();
  const watchdog = startWatchdog(folder);
  const [first, second] = [await startSleeper(), await startSleeper()];
  watchdog.watch(first.group);
  watchdog.watch(second.group);
  await watchdog.close({ keepsFolder: false });
  expect([await first.end, await second.end]).toEqual(['SIGTERM', 'SIGTERM']);
  expect(existsSync(folder)).toBe(false);
});

test('kills what does not end when it is asked to', async () => {
  const watchdog = startWatchdog(makeFolder());
  const stubborn = await startSleeper('trap "" TERM');
  watchdog.watch(stubborn.group);
  await watchdog.close({ keepsFolder: false });
  expect(await stubborn.end).toBe('SIGKILL');
});

test('leaves alone what it was told to forget, and the folder if it is to be kept', async () => {
  const folder = makeFolder();
  const watchdog = startWatchdog(folder);
  const [first, second, third] = [await startSleeper(), await startSleeper(), await startSleeper()];
  for (const { group } of [first, second, third]) watchdog.watch(group);
  watchdog.forget(second.group);
  await watchdog.close({ keepsFolder: true });
  expect([await first.end, await third.end]).toEqual(['SIGTERM', 'SIGTERM']);
  expect(signalGroup(second.group, 'SIGCONT')).toBe(true);
  expect(existsSync(folder)).toBe(true);
});

function makeFolder(): string {
  const folder = join(temporaryFolder(), 'a folder');
  mkdirSync(folder);
  return folder;
}

/** Starts a shell that never ends by itself, in a group of its own, and waits until it has prepared for that. */
async function startSleeper(
  preparation = ':',
): Promise<{ readonly group: number; readonly end: Promise<NodeJS.Signals | null> }> {
  const script = `${preparation}; echo ready; while :; do sleep 60; done`;
  const child = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const { pid } = child;
  if (pid === undefined) throw new Error('the shell does not start');
  onTestFinished(() => void signalGroup(pid, 'SIGKILL'));
  const end = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('exit', (_code, signal) => {
      resolve(signal);
    });
  });
  await once(child.stdout, 'data');
  return { group: pid, end };
}
