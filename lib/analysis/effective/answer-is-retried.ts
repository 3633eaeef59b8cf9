import type { EffectiveRetries } from '../../ir/effective-mesh.js';
import type { FaultAbort } from '../../ir/policies/fault.js';
import type { RetryCondition } from '../../ir/policies/retries.js';

/** The condition of each gRPC status that has one. */
const conditionByGrpcCode: ReadonlyMap<number, RetryCondition> = new Map([
  [1, 'cancelled'],
  [4, 'deadline-exceeded'],
  [8, 'resource-exhausted'],
  [13, 'internal'],
  [14, 'unavailable'],
]);

/** The conditions that look at the status of an answer. */
const conditionsOfHttp: readonly { readonly condition: RetryCondition; readonly covers: (code: number) => boolean }[] =
  [
    { condition: '5xx', covers: (code) => code >= 500 && code <= 599 },
    { condition: 'gateway-error', covers: (code) => code >= 502 && code <= 504 },
    { condition: 'retriable-4xx', covers: (code) => code === 409 },
  ];

/**
 * Whether an answer with a status would be tried again if it came from the callee.
 */
export function answerIsRetried({ on, statusCodes }: EffectiveRetries, status: FaultAbort['status']): boolean {
  if (status.kind === 'grpc') {
    const condition = conditionByGrpcCode.get(status.code);
    return condition !== undefined && on.value.includes(condition);
  }
  return (
    statusCodes.value.includes(status.code) ||
    conditionsOfHttp.some(({ condition, covers }) => on.value.includes(condition) && covers(status.code))
  );
}
