import type { Duration } from 'cdk8s';
import { describeDuration } from '../../behaviour/explain/describe-duration.js';
import type { RequestResult } from '../../simulate/network/request-result.js';
import { hopsOf } from '../ask/hops-of.js';
import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import { listWords } from '../../analysis/words/list-words.js';
import { resultsText } from '../words/results-text.js';

/** Whether the shortest timeout on the way is the one expected, whatever the request comes to. */
export function judgeTimeOutAfter(asked: Asked, timeout: Duration | 'never'): Failure | undefined {
  const wanted = timeout === 'never' ? 'none' : timeout.toMilliseconds();
  const actual = new Set(asked.trace.results.map(shortestTimeout));
  if ([...actual].every((each) => each === wanted)) return undefined;
  const times = [...actual].filter((each) => each !== undefined).map((each) => `times out ${afterText(each)}`);
  return {
    expected: `to time out ${afterText(wanted)}`,
    got: times.length === 0 ? resultsText(asked) : `it ${listWords(times)}`,
  };
}

function afterText(timeMs: number | 'none'): string {
  return timeMs === 'none' ? 'never' : `after ${describeDuration(timeMs)}`;
}

/** Undefined where no proxy sends the request on. */
function shortestTimeout(result: RequestResult): number | 'none' | undefined {
  const timeouts = hopsOf(result).flatMap(({ forward }) => (forward === undefined ? [] : [forward.requestTimeoutMs]));
  const finite = timeouts.filter((each) => each !== 'none');
  if (finite.length > 0) return Math.min(...finite);
  return timeouts.length > 0 ? 'none' : undefined;
}
