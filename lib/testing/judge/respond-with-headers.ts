import type { HeaderLine } from '../../simulate/headers/header-line.js';
import { mutateHeaders } from '../../simulate/headers/mutate-headers.js';
import type { RequestResult } from '../../simulate/network/request-result.js';
import { hopsOf } from '../ask/hops-of.js';
import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import { Misuse } from '../misuse.js';
import type { ExpectedHeaders } from '../request-expectation.js';
import { resultsText } from '../words/results-text.js';
import { expectedValues } from './expected-values.js';
import { headerValuesText } from './header-values-text.js';

/** Whether the mesh gives the answers that come from programs, its redirects and its own texts these headers. */
export function judgeRespondWithHeaders(asked: Asked, headers: ExpectedHeaders): Failure | undefined {
  const wanted = [...expectedValues(headers)];
  if (wanted.length === 0) throw new Misuse('toRespondWithHeaders names no header');
  const expected = `to be answered with ${wanted.map(headerText).join(', ')}`;
  const answered = asked.trace.results.filter(({ end }) => hasDecidedHeaders(end));
  if (answered.length === 0) return { expected, got: resultsText(asked) };
  for (const result of answered) {
    for (const [name, values] of wanted) {
      const actual = answerValues(result, name);
      if (actual === undefined) return { expected, got: `what ${name} is, the program decides` };
      if (headerValuesText(actual) !== headerValuesText(values))
        return { expected, got: `it is answered with ${headerText([name, actual])}` };
    }
  }
  return undefined;
}

function headerText([name, values]: readonly [string, readonly string[]]): string {
  return `${name} ${headerValuesText(values)}`;
}

function hasDecidedHeaders(end: RequestResult['end']): boolean {
  if (end.kind === 'answer') return end.why === 'redirect' || end.why === 'direct-response';
  return end.kind === 'workload' || end.kind === 'outside';
}

/** The values of a header of the answer; undefined where the program has a say. */
function answerValues(result: RequestResult, name: string): readonly string[] | undefined {
  const { end } = result;
  if (end.kind === 'answer') return valuesBehind(result, name, end.headers);
  // The mesh decides just where the answer is the same whether or not the program sets the header.
  const absent = valuesBehind(result, name, []);
  const present = valuesBehind(result, name, [[name, '\u0000']]);
  return headerValuesText(absent) === headerValuesText(present) ? absent : undefined;
}

/** What the proxies of the way make of an answer, the innermost first. */
function valuesBehind(result: RequestResult, name: string, answer: readonly HeaderLine[]): readonly string[] {
  let headers = answer;
  for (const { destination } of hopsOf(result).toReversed()) {
    if (destination === undefined) continue;
    for (const mutations of destination.responseMutations)
      headers = mutateHeaders(headers, mutations, destination.request);
  }
  return headers.filter(([other]) => other === name).map(([, value]) => value);
}
