/**
 * The command line asks for something that cannot be done: ends the process with its message and exit code 2. Thrown by
 * commands only, never below them.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
