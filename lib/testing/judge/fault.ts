import type { FaultProps } from '../../../constructs/policies/fault.js';
import { describeDuration } from '../../behaviour/explain/describe-duration.js';
import type { Fault } from '../../simulate/decision.js';
import type { Rational } from '../../simulate/rational/rational.js';
import { faultsOf } from '../ask/faults-of.js';
import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import { Misuse } from '../misuse.js';
import { faultsText } from '../words/faults-text.js';
import { listWords } from '../../analysis/words/list-words.js';

/** Whether a fault is in the way of every request. */
export function judgeFault(asked: Asked, wanted: FaultProps): Failure | undefined {
  if (wanted.delay === undefined && wanted.abort === undefined)
    throw new Misuse('toMeetFault is given neither delay nor abort', 'name at least one');
  if (asked.trace.results.every((result) => faultsOf(result).some((fault) => isSame(fault, wanted)))) return undefined;
  return { expected: `to meet ${wantedText(wanted)}`, got: faultsText(asked) };
}

function isSame({ delay, abort }: Fault, wanted: FaultProps): boolean {
  if (wanted.delay !== undefined) {
    const { duration, percent = 100 } = wanted.delay;
    if (delay?.durationMs !== duration.toMilliseconds() || !isPercent(delay.probability, percent)) return false;
  }
  if (wanted.abort === undefined) return true;
  const { httpStatus, grpcStatus, percent = 100 } = wanted.abort;
  if (abort === undefined || !isPercent(abort.probability, percent)) return false;
  return httpStatus === undefined ? abort.grpcStatus === grpcStatus : abort.status === httpStatus;
}

function isPercent({ numerator, denominator }: Rational, percent: number): boolean {
  return (100 * numerator) / denominator === percent;
}

function wantedText({ delay, abort }: FaultProps): string {
  const parts: string[] = [];
  if (delay !== undefined)
    parts.push(`a delay of ${describeDuration(delay.duration.toMilliseconds())} (${delay.percent ?? 100}%)`);
  if (abort !== undefined) {
    const status = abort.httpStatus ?? `gRPC status ${abort.grpcStatus}`;
    parts.push(`an abort with ${status} (${abort.percent ?? 100}%)`);
  }
  return listWords(parts);
}
