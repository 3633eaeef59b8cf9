import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { signalGroup } from './signal-group.js';
import { splitLines } from './split-lines.js';
import type { Watchdog } from './watchdog.js';

/** A program and how to run it. */
export interface ProcessSpec {
  /** Program and arguments; no shell reads them. */
  readonly command: readonly string[];
  /** Absolute. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  /** Absolute file that gets what the program prints on stderr, and on stdout unless `onStdout` takes that. */
  readonly logFile: string;
  /** Receives each line of stdout instead of the log. */
  readonly onStdout?: ((line: string) => void) | undefined;
  /** Receives each line of the log as well. */
  readonly onLog?: ((line: string) => void) | undefined;
}

/** How a program ended. */
export type ProcessEnd =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'not-started'; readonly reason: string };

/** A program that was started. It leads a process group of its own. */
export interface ManagedProcess {
  /** Settles when the program has ended and all that it printed was read; never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Its last lines in the log, oldest first. */
  readonly lastLines: () => readonly string[];
  /** Asks the program to end, and kills it and all its children when it does not within the grace, in ms. */
  readonly stop: (graceMs: number) => Promise<void>;
}

const rememberedLines = 12;

/**
 * Starts a program. Its whole group is in the watchdog's charge until it has ended.
 */
export function startProcess(spec: ProcessSpec, watchdog: Watchdog): ManagedProcess {
  const [program = '', ...args] = spec.command;
  const log = createWriteStream(spec.logFile, { flags: 'a' });
  // A full disk costs the log and nothing else.
  log.on('error', () => undefined);
  const lastLines: string[] = [];
  const onLog = (line: string): void => {
    log.write(`${line}\n`);
    if (line.trim() !== '') lastLines.push(line);
    if (lastLines.length > rememberedLines) lastLines.shift();
    spec.onLog?.(line);
  };
  // A group of its own: what the program starts is stopped with it, and Ctrl-C in the terminal does not reach it before
  // its callers have stopped.
  const child = spawn(program, args, {
    cwd: spec.directory,
    env: spec.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const group = child.pid;
  if (group !== undefined) watchdog.watch(group);
  const stdout = splitLines(spec.onStdout ?? onLog);
  const stderr = splitLines(onLog);
  child.stdout.setEncoding('utf8').on('data', stdout.push);
  child.stderr.setEncoding('utf8').on('data', stderr.push);
  const ended = new Promise<ProcessEnd>((resolve) => {
    const settle = (end: ProcessEnd): void => {
      stdout.end();
      stderr.end();
      log.end();
      resolve(end);
    };
    child.once('error', (error) => {
      if (group === undefined) settle({ kind: 'not-started', reason: error.message });
    });
    child.once('exit', () => {
      if (group === undefined) return;
      // What the program started and left behind.
      signalGroup(group, 'SIGKILL');
      watchdog.forget(group);
    });
    child.once('close', (code, signal) => {
      if (group === undefined) return;
      settle(signal === null ? { kind: 'exit', code: code ?? 0 } : { kind: 'signal', signal });
    });
  });
  return {
    ended,
    lastLines: () => [...lastLines],
    stop: async (graceMs) => {
      if (group === undefined) return;
      const isRunning = child.exitCode === null && child.signalCode === null;
      if (isRunning) signalGroup(group, 'SIGTERM');
      const timer = isRunning ? setTimeout(signalGroup, graceMs, group, 'SIGKILL') : undefined;
      await ended;
      clearTimeout(timer);
    },
  };
}
