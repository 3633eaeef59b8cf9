#!/usr/bin/env node
import { exitCode, type ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import { parseCommandLine } from './parse-command-line.js';
import { reportCrash } from './report-crash.js';
import { UsageError } from './usage-error.js';

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const controller = new AbortController();
let receivedSignal: NodeJS.Signals | undefined;
for (const signal of stopSignals) {
  // Once: the second Ctrl-C of an impatient user ends the process at once, as it would without us.
  process.once(signal, () => {
    receivedSignal = signal;
    controller.abort(new Error(`stopped by ${signal}`));
  });
}

// The reader of a pipe may leave before we have written everything (`meshwright check --json | head -1`).
process.stdout.on('error', endOnBrokenPipe);
process.stderr.on('error', endOnBrokenPipe);

const io: Io = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  workingDirectory: process.cwd(),
  signal: controller.signal,
  now: () => performance.now(),
};

process.exitCode = await run();

async function run(): Promise<ExitCode> {
  try {
    return await parseCommandLine(process.argv.slice(2), io);
  } catch (error) {
    // Cut short. The children and temporary files are gone: end as the signal asked, so that the shell sees it.
    if (receivedSignal !== undefined) {
      process.kill(process.pid, receivedSignal);
      return exitCode.ok;
    }
    if (error instanceof UsageError) {
      io.stderr.write(`error: ${error.message}\n`);
      return exitCode.usage;
    }
    reportCrash(error, io);
    return exitCode.internalError;
  }
}

function endOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCode.ok);
}
