import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a run of the built command gave. */
export interface CliRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a command runs, and how to interfere. */
export interface CliOptions {
  readonly directory: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called once, as soon as stderr holds `text`. */
  readonly onText?: { readonly text: string; readonly act: (pid: number) => void };
}

const main = fileURLToPath(new URL('../../build/lib/cli/main.js', import.meta.url));

/**
 * Runs the built `meshwright` as a user does: a process of its own.
 */
export async function runCli(args: readonly string[], options: CliOptions): Promise<CliRun> {
  if (!existsSync(main)) throw new Error('there is no build: run "npm run build" first');
  const { FORCE_COLOR: _force, NO_COLOR: _no, NODE_OPTIONS: _options, ...env } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    cwd: options.directory,
    env: { ...env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let { onText } = options;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (onText === undefined || child.pid === undefined || !stderr.includes(onText.text)) return;
    onText.act(child.pid);
    onText = undefined;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code, signal, stdout, stderr });
    });
  });
}
