import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';

/** A program to start and how to know that it is ready. */
export interface ProcessOptions {
  readonly command: string;
  readonly args?: readonly string[];
  /** Added to the test's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  /** Asked again and again until it says true. It gets everything printed so far, and may throw for "not yet". */
  readonly isReady: (output: string) => boolean | Promise<boolean>;
  /** @default 20000 */
  readonly readyTimeoutMs?: number;
}

/** A started program. It is stopped after the test file, whether or not `stop` is called. */
export interface RunningProcess {
  readonly pid: number;
  /** All that it printed so far, stdout and stderr in the order they came. */
  readonly output: () => string;
  readonly isRunning: () => boolean;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Asks it to end, after 5 seconds makes it, and resolves when it is gone. */
  readonly stop: () => Promise<void>;
}

const started: RunningProcess[] = [];
const graceMs = 5000;
// The kernel ends the child with us, even when we are killed and no handler of ours runs.
const leash = ['/usr/bin/setpriv', '--pdeathsig', 'KILL'] as const;

// Vitest loads this module anew for each test file, so this is the end of that file. Last started, first stopped.
afterAll(async () => {
  for (const running of started.splice(0).reverse()) await running.stop();
});

/** Starts a program and waits until it is ready. Rejects, with what it printed, when it ends or time is up before that. */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const running = launch(options);
  started.push(running);
  const end = Date.now() + (options.readyTimeoutMs ?? 20_000);
  while (!(await isReady(options, running))) {
    const problem = !running.isRunning()
      ? 'ended before it was ready'
      : Date.now() > end
        ? 'was not ready in time'
        : '';
    if (problem !== '') {
      await running.stop();
      throw new Error(`${options.command} ${problem}; it printed:\n${running.output()}`);
    }
    await sleep(25);
  }
  return running;
}

function launch(options: ProcessOptions): RunningProcess {
  const words = [options.command, ...(options.args ?? [])];
  const [command = '', ...args] = existsSync(leash[0]) ? [...leash, ...words] : words;
  const child = spawn(command, args, {
    cwd: options.workingDirectory,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  const gone = new Promise<void>((resolve) => {
    child.once('close', resolve);
    child.once('error', () => {
      resolve();
    });
  });
  if (pid === undefined) throw new Error(`${options.command} does not start`);
  const read = collectOutput(child);
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    pid,
    output: read,
    isRunning,
    kill: (signal) => child.kill(signal),
    stop: async () => {
      if (isRunning()) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await gone;
      clearTimeout(timer);
    },
  };
}

function collectOutput(child: ChildProcess): () => string {
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => parts.push(text));
  return () => parts.join('');
}

async function isReady(options: ProcessOptions, running: RunningProcess): Promise<boolean> {
  if (!running.isRunning()) return false;
  try {
    return await options.isReady(running.output());
  } catch {
    return false;
  }
}
