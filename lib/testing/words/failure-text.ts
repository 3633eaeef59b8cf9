import { explainTrace } from '../../behaviour/explain/explain-trace.js';
import { renderExplanation } from '../../behaviour/explain/render-explanation.js';
import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import { requestText } from './request-text.js';

/**
 * Tells why an expectation does not hold: request, expectation and result in the first line, then each proxy's decision
 * with the place in the user's program.
 */
export function failureText({ simulated, trace }: Asked, { expected, got }: Failure): string {
  const explanation = explainTrace(simulated, trace);
  const told = renderExplanation(explanation);
  // What stands above the first empty line says the request again.
  const why = told.slice(told.indexOf('\n\n') + 2).trimEnd();
  return `expected ${requestText(explanation.request)} ${expected}, but got: ${got}\n\n${why}\n`;
}
