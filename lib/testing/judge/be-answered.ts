import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import type { OwnAnswer } from '../request-expectation.js';
import { resultsText } from '../words/results-text.js';
import { expectedValues } from './expected-values.js';
import { haveValues } from './have-values.js';
import { headerValuesText } from './header-values-text.js';

/** Whether the mesh itself answers every request with a status, and with a body and headers where they are said. */
export function judgeBeAnswered(asked: Asked, status: number, answer: OwnAnswer = {}): Failure | undefined {
  const { body } = answer;
  const headers = [...expectedValues(answer.headers ?? {})];
  const expected = [
    `to be answered with ${status}`,
    ...(body === undefined ? [] : [`the body ${JSON.stringify(body)}`]),
    ...headers.map(([name, values]) => `${name}: ${headerValuesText(values)}`),
  ].join(', ');
  for (const { end } of asked.trace.results) {
    if (end.kind !== 'answer' || end.status !== status) return { expected, got: resultsText(asked) };
    if (body !== undefined && end.body !== body)
      return { expected, got: `its body is ${JSON.stringify(end.body)}`, values: { expected: body, actual: end.body } };
    const wrong = headers.find(([name, values]) => !haveValues(end.headers, name, values));
    if (wrong !== undefined) {
      const [name] = wrong;
      const values = end.headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value);
      return { expected, got: `${name} is ${headerValuesText(values)}` };
    }
  }
  return undefined;
}
