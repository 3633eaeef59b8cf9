import { listWords } from '../../analysis/words/list-words.js';
import { describeDuration } from '../../behaviour/explain/describe-duration.js';
import { describeShare } from '../../behaviour/explain/describe-share.js';
import { describeStatus } from '../../behaviour/explain/describe-status.js';
import type { Fault } from '../../simulate/decision.js';
import { faultsOf } from '../ask/faults-of.js';
import type { Asked } from '../asked.js';

/** The faults that a request may meet: `it may meet a delay of 7 s (100%)`. */
export function faultsText({ trace }: Asked): string {
  const found = new Set(trace.results.flatMap(faultsOf).map(faultText));
  return found.size === 0 ? 'no fault is in its way' : `it may meet ${[...found].join('; ')}`;
}

function faultText({ delay, abort }: Fault): string {
  const parts: string[] = [];
  if (delay !== undefined)
    parts.push(`a delay of ${describeDuration(delay.durationMs)} (${describeShare(delay.probability)})`);
  if (abort !== undefined) {
    const status = describeStatus(abort.status, abort.grpcStatus);
    parts.push(`an abort with ${status} (${describeShare(abort.probability)})`);
  }
  return listWords(parts);
}
