import type { Transfer } from '../../ir/transfer.js';
import { expectNotNegative } from './expect-not-negative.js';
import { expectPositive } from './expect-positive.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges what requests carry. Sizes without a bandwidth would take no time, which nobody means who gives them.
 */
export function* transferProblems(transfer: Transfer | undefined): Generator<ValueProblem> {
  if (transfer === undefined) return;
  const { requestSizeBytes, responseSizeBytes, bandwidthBitsPerSecond, roundTripMs } = transfer;
  yield* expectNotNegative('request size in bytes', requestSizeBytes);
  yield* expectNotNegative('response size in bytes', responseSizeBytes);
  yield* expectNotNegative('round trip time in ms', roundTripMs);
  yield* expectPositive('bandwidth', bandwidthBitsPerSecond, 'bits a second');
  if (bandwidthBitsPerSecond !== undefined || requestSizeBytes + responseSizeBytes === 0) return;
  yield { what: 'bandwidth', got: 'missing', expected: 'one, as sizes are given' };
}
