import { denialOf } from '../../behaviour/explain/denial-of.js';
import type { ResultEnd } from '../../simulate/network/request-result.js';
import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import { resultsText } from '../words/results-text.js';

/** Whether nothing lets the request through. */
export function judgeDenied(asked: Asked): Failure | undefined {
  const { step, results } = asked.trace;
  if (denialOf(step) !== undefined || results.every(({ end }) => isDenial(end))) return undefined;
  return { expected: 'to be denied', got: resultsText(asked) };
}

function isDenial(end: ResultEnd): boolean {
  switch (end.kind) {
    case 'closed':
      return end.reason === 'no-listener' || end.reason === 'no-chain';
    case 'answer':
      // A refusal may redirect to the cleaned path, which is then asked.
      return end.why === 'no-route' || (end.why === 'refuse' && end.location === undefined);
    case 'workload':
    case 'outside':
    case 'unknown':
      return false;
  }
}
