import type { FaultPolicy } from '../../ir/policies/fault.js';
import { showValue } from '../words/show-value.js';
import { expectDuration } from './expect-duration.js';
import { expectPercent } from './expect-percent.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges the values of a fault.
 */
export function* faultProblems({ delay, abort }: FaultPolicy): Generator<ValueProblem> {
  if (delay !== undefined) {
    yield* expectDuration('delay of the fault', delay.durationMs);
    yield* expectPercent('share of delayed requests', delay.percent);
  }
  if (abort === undefined) return;
  const { kind, code } = abort.status;
  // An untyped program may give no status at all; so absent is not fine here.
  const [from, to] = kind === 'http' ? [200, 599] : [1, 16];
  if (!Number.isInteger(code) || code < from || code > to) {
    const what = kind === 'http' ? 'HTTP status of the fault' : 'gRPC status of the fault';
    yield { what, got: showValue(code), expected: `a whole number from ${from} to ${to}` };
  }
  yield* expectPercent('share of aborted requests', abort.percent);
}
