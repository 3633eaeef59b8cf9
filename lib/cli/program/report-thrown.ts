/*
 * Runs inside the user's process, before the program: `runProgram` loads it with NODE_OPTIONS. It must import nothing
 * but Node itself and this folder's mark, and change nothing that the program can see.
 */
import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import { thrownErrorMark, type ThrownError } from './thrown-error.js';

// The user's own frame may lie below many of the constructs library; the default keeps ten.
Error.stackTraceLimit = Math.max(Error.stackTraceLimit, 30);

process.on('uncaughtExceptionMonitor', (error: unknown) => {
  writeSync(process.stderr.fd, `${thrownErrorMark}${JSON.stringify(describe(error))}\n`);
});

function describe(error: unknown): ThrownError {
  if (!(error instanceof Error))
    return { name: '', message: typeof error === 'string' ? error : inspect(error), stack: '' };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { name: error.name, message: error.message, stack: error.stack ?? '', ...code };
}
