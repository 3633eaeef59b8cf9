import type { RequestProblem } from '../behaviour/request-problem.js';
import { UsageError } from './usage-error.js';

/** Ends the command with a usage error: what was asked cannot be asked. */
export function raiseProblem({ message, hint }: RequestProblem): never {
  throw new UsageError(hint === undefined ? message : `${message} (${hint})`);
}
