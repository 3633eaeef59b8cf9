import { spawn } from 'node:child_process';

/** A command and how to run it. */
export interface CommandOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Whether `command` is a line for the shell. @default false */
  readonly shell?: boolean;
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onStdout: (text: string) => void;
  readonly onStderr: (text: string) => void;
}

/** How a command ended. */
export type CommandEnd =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'not-started'; readonly reason: string };

/** How long a command may take to stop once asked. */
const graceMs = 2000;

/**
 * Runs a command to its end and passes on what it prints. On abort the command and all its children are stopped, and
 * the promise rejects with the signal's reason.
 */
export async function runCommand(options: CommandOptions): Promise<CommandEnd> {
  options.signal.throwIfAborted();
  const child = spawn(options.command, options.args, {
    cwd: options.directory,
    env: options.env,
    shell: options.shell ?? false,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: the shell, npm or tsx in between would not hand a signal on to the program.
    detached: true,
  });
  child.stdout.setEncoding('utf8').on('data', options.onStdout);
  child.stderr.setEncoding('utf8').on('data', options.onStderr);
  const stop = (signal: NodeJS.Signals): void => {
    if (child.pid !== undefined) killGroup(child.pid, signal);
  };
  let killTimer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    stop('SIGTERM');
    killTimer = setTimeout(stop, graceMs, 'SIGKILL');
  };
  options.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const end = await new Promise<CommandEnd>((settle) => {
      child.once('error', (error) => {
        settle({ kind: 'not-started', reason: error.message });
      });
      child.once('close', (code, signal) => {
        settle(signal === null ? { kind: 'exit', code: code ?? 0 } : { kind: 'signal', signal });
      });
    });
    options.signal.throwIfAborted();
    return end;
  } finally {
    clearTimeout(killTimer);
    options.signal.removeEventListener('abort', onAbort);
  }
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!isGone) throw error;
  }
}
