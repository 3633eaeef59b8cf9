import { Misuse } from './misuse.js';
import { raise } from './raise.js';

/**
 * Runs what a test asks for, so that a wrong question is told at the line of the test that asks it.
 *
 * @param below the function that the user called
 */
export function guard<T>(below: (...args: never[]) => unknown, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Misuse)) throw error;
    return raise({ message: error.message }, below);
  }
}
