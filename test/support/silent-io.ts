import type { Io } from '../../lib/cli/io.js';

/** The outside world of a command that says nothing to anybody; time stands still. */
export function silentIo(): Io {
  return {
    stdout: { write: () => true },
    stderr: { write: () => true },
    env: {},
    workingDirectory: '/',
    signal: new AbortController().signal,
    now: () => 0,
  };
}
