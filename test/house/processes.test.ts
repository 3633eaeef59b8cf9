import { expect, test } from 'vitest';
import { freePorts } from '../support/free-port.js';
import { startProcess } from '../support/processes.js';

test('waits until a process is ready, and stops it', async () => {
  const running = await startProcess({
    command: process.execPath,
    args: ['-e', 'console.log("starting"); setTimeout(() => console.log("ready"), 50); setInterval(() => {}, 1000)'],
    isReady: (output) => output.includes('ready'),
  });
  expect(running.output()).toBe('starting\nready\n');
  await running.stop();
  expect(running.isRunning()).toBe(false);
  expect(() => process.kill(running.pid, 0)).toThrow('ESRCH');
});

test('says what a process printed that ends too early', async () => {
  const started = startProcess({
    command: process.execPath,
    args: ['-e', 'console.error("no such thing"); process.exit(3)'],
    isReady: () => false,
  });
  await expect(started).rejects.toThrow(/ended before it was ready; it printed:\nno such thing/);
});

test('finds ports that differ', async () => {
  expect(new Set(await freePorts(20)).size).toBe(20);
});
