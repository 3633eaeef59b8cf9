import { hopsOf } from '../ask/hops-of.js';
import { retriesOf } from '../ask/retries-of.js';
import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import { resultsText } from '../words/results-text.js';
import { retriesText } from '../words/retries-text.js';

/** Whether no proxy on the way of any request tries again; one has to send it on. */
export function judgeNoRetry(asked: Asked): Failure | undefined {
  const expected = 'not to be tried again';
  const isSent = asked.trace.results.some((result) => hopsOf(result).some(({ forward }) => forward !== undefined));
  if (!isSent) return { expected, got: resultsText(asked) };
  return asked.trace.results.every((result) => retriesOf(result).length === 0)
    ? undefined
    : { expected, got: retriesText(asked) };
}
