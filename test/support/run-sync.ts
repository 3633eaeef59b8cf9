import { tryRunSync, type RunSyncOptions } from './try-run-sync.js';

/** Runs a program to its end and gives what it printed on stdout. Throws, with what it printed on stderr, where it fails. */
export function runSync(command: string, args: readonly string[], options?: RunSyncOptions): string {
  const { status, stdout, stderr } = tryRunSync(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(status)}: ${stderr}`);
  return stdout;
}
