import { SizeRoundingBehavior, type Duration, type Size } from 'cdk8s';
import type { Transfer } from '../lib/ir/transfer.js';
import { lowerDuration } from './internal/lower-duration.js';
import type { Bandwidth } from './values/megabits-per-second.js';

/** What a request and its answer carry over the network. Nothing that runs depends on it; estimates do. */
export interface TransferProps {
  /** Mean size of a request. Needs `bandwidth`. @default - nothing */
  readonly requestSize?: Size;
  /** Mean size of an answer. Needs `bandwidth`. @default - nothing */
  readonly responseSize?: Size;
  /** What one request gets of the network while it is sent. @default - sizes take no time */
  readonly bandwidth?: Bandwidth;
  /** Time that an empty message takes there and back, as `ping` tells it. @default - none */
  readonly roundTripTime?: Duration;
}

/** Reads what requests carry. */
export function lowerTransfer(props: TransferProps | undefined): { transfer?: Transfer } {
  if (props === undefined) return {};
  const { requestSize, responseSize, bandwidth, roundTripTime } = props;
  return {
    transfer: {
      requestSizeBytes: lowerSize(requestSize),
      responseSizeBytes: lowerSize(responseSize),
      roundTripMs: roundTripTime === undefined ? 0 : lowerDuration(roundTripTime),
      ...(bandwidth === undefined ? {} : { bandwidthBitsPerSecond: bandwidth.bitsPerSecond }),
    },
  };
}

function lowerSize(size: Size | undefined): number {
  return size === undefined ? 0 : size.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) * 1024;
}
