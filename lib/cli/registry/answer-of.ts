import type { components } from '../../mesh-api/client/generated.js';
import { fetchProblem } from '../../util/fetch-problem.js';
import { UsageError } from '../usage-error.js';

type Problem = components['schemas']['Problem'];

/** What a call gives: data, or a problem. */
export interface ApiResult<T> {
  readonly data?: T;
  readonly error?: Problem | components['schemas']['Readiness'];
  readonly response: Response;
}

/** What the mesh API answered. Ends the command with a usage error where it did not carry the call out, or cannot be reached. */
export async function answerOf<T>(call: Promise<ApiResult<T>>): Promise<ApiResult<T>> {
  let result: ApiResult<T>;
  try {
    result = await call;
  } catch (error) {
    throw new UsageError(
      `the mesh API cannot be reached: ${fetchProblem(error)} (is "meshwright serve" running? see --server)`,
      { cause: error },
    );
  }
  if (result.response.ok) return result;
  throw new UsageError(wordsOf(result.error, result.response.status));
}

/** What is no problem document comes from something that is no mesh API. */
function wordsOf(error: unknown, status: number): string {
  if (typeof error !== 'object' || error === null || !('detail' in error))
    return `the server answers ${String(status)}, and not as a mesh API does`;
  const { title, detail, errors = [] } = error as Problem;
  const lines = errors.map(
    ({ path, problem, got, expected }) =>
      `\n  ${path} ${problem}${got === undefined ? '' : `, got ${got}`}${expected === undefined ? '' : `, expected ${expected}`}`,
  );
  const hint = status === 401 ? ' (see --token-file)' : '';
  return lines.length > 0 ? `${title}${lines.join('')}` : `${title}: ${detail}${hint}`;
}
