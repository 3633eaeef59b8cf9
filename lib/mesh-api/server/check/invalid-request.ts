import { problem, type ProblemError } from '../../problems/problem.js';
import type { Answer } from '../answer.js';

const shown = 20;

/** The answer to a request that is not as the API description says. */
export function invalidRequest(errors: readonly ProblemError[]): Answer {
  const [first] = errors;
  const more = errors.length > 1 ? `, and ${String(errors.length - 1)} more` : '';
  return problem('invalid-request', `${first?.path ?? ''} ${first?.problem ?? ''}${more}`, {
    errors: errors.slice(0, shown),
  });
}
