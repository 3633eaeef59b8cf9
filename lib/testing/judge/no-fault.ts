import { faultsOf } from '../ask/faults-of.js';
import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import { faultsText } from '../words/faults-text.js';

/** Whether no fault is in the way of any request. */
export function judgeNoFault(asked: Asked): Failure | undefined {
  if (asked.trace.results.every((result) => faultsOf(result).length === 0)) return undefined;
  return { expected: 'to meet no fault', got: faultsText(asked) };
}
