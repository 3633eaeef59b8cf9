import { InternalError } from './internal-error.js';

/**
 * Marks a branch that the types say cannot be reached, so that a new union member breaks the build.
 *
 * @throws InternalError when a value gets here all the same.
 */
export function assertNever(value: never): never {
  throw new InternalError(`unexpected variant ${JSON.stringify(value)}`);
}
