import { spawnSync } from 'node:child_process';

/** Where a program runs, and what it reads. */
export interface RunSyncOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

/** What came of it. */
export interface RunSyncResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; one that does not end in two minutes is killed, for nothing else would end it while it is waited for. */
export function tryRunSync(command: string, args: readonly string[], options: RunSyncOptions = {}): RunSyncResult {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    ...options,
    encoding: 'utf8',
    timeout: 120_000,
    killSignal: 'SIGKILL',
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}
