/** What an error of a test says. */
export interface Complaint {
  readonly message: string;
  /** What the runner compares. */
  readonly values?: { readonly expected: unknown; readonly actual: unknown } | undefined;
}

/**
 * Throws what test runners show as a failed assertion.
 *
 * @param below the function that the user called: the stack begins at the line that called it
 */
export function raise({ message, values }: Complaint, below: (...args: never[]) => unknown): never {
  const error = Object.assign(new Error(message), { name: 'AssertionError' }, values);
  Error.captureStackTrace(error, below);
  throw error;
}
