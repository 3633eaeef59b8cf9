import type { HeaderOperations } from '../../ir/header-operations.js';
import { isHeaderValue } from '../syntax/is-header-value.js';
import { showValue } from '../words/show-value.js';
import { expectHeaderName } from './expect-header-name.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges the names and values of header operations.
 *
 * @param what the headers meant, for example `request header`
 */
export function* headerOperationsProblems(
  what: string,
  operations: HeaderOperations | undefined,
): Generator<ValueProblem> {
  if (operations === undefined) return;
  const values = [...operations.set, ...operations.add];
  for (const name of [...operations.remove, ...values.map((header) => header.name)]) {
    yield* expectHeaderName(`${what} to change`, name);
    if (name !== 'host') continue;
    // Envoy refuses a configuration that changes it this way.
    yield { what: `${what} to change`, got: '"host"', expected: 'another header', hint: 'use rewrite: { host: … }' };
  }
  for (const { name, value } of values) {
    if (isHeaderValue(value)) continue;
    yield {
      what: `value of ${what} "${name}"`,
      got: showValue(value),
      expected: 'a text without line breaks and other control characters',
    };
  }
}
