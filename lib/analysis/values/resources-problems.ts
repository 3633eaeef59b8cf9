import type { Resources } from '../../ir/version.js';
import { parseQuantity } from '../syntax/parse-quantity.js';
import { showValue } from '../words/show-value.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges Kubernetes quantities: their syntax, and that no request is over its limit.
 */
export function* resourcesProblems(resources: Resources): Generator<ValueProblem> {
  const { cpuRequest, cpuLimit, memoryRequest, memoryLimit } = resources;
  yield* pairProblems('CPU', cpuRequest, cpuLimit);
  yield* pairProblems('memory', memoryRequest, memoryLimit);
}

function* pairProblems(what: string, request: string | undefined, limit: string | undefined): Generator<ValueProblem> {
  yield* quantityProblems(`${what} request`, request);
  yield* quantityProblems(`${what} limit`, limit);
  const [requested, limited] = [parseQuantity(request), parseQuantity(limit)];
  if (requested === undefined || limited === undefined || requested <= limited) return;
  yield { what: `${what} request`, got: showValue(request), expected: `at most the limit, ${showValue(limit)}` };
}

function* quantityProblems(what: string, quantity: string | undefined): Generator<ValueProblem> {
  if (quantity === undefined || quantity === '' || parseQuantity(quantity) !== undefined) return;
  yield { what, got: showValue(quantity), expected: 'a Kubernetes quantity such as "100m" or "128Mi"' };
}
