import type { CallLoad } from '../../ir/call-load.js';
import { expectNotNegative } from './expect-not-negative.js';
import { transferProblems } from './transfer-problems.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges how much a call says that it asks of its callee.
 */
export function* callLoadProblems(load: CallLoad | undefined): Generator<ValueProblem> {
  if (load === undefined) return;
  yield* expectNotNegative('number of requests per request', load.requestsPerRequest);
  yield* transferProblems(load.transfer);
}
