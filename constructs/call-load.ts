import type { CallLoad } from '../lib/ir/call-load.js';
import { lowerTransfer, type TransferProps } from './transfer.js';

/** How much a caller asks of a callee. Nothing that runs depends on it; estimates do. */
export interface CallLoadProps {
  /**
   * Mean number of calls that one request to the caller makes, one after the other. Below 1 it is the share of requests
   * that make the call at all.
   *
   * @default 1
   */
  readonly requestsPerRequest?: number;
  /**
   * A word of your own: calls of one caller that have the same are made at the same time.
   *
   * @default - the call is made when those before it are answered
   */
  readonly parallelGroup?: string;
  /** What requests and answers carry. @default - nothing, over a network that takes no time */
  readonly transfer?: TransferProps;
}

/** Reads how much a caller asks of a callee. */
export function lowerCallLoad(props: CallLoadProps | undefined): { load?: CallLoad } {
  if (props === undefined) return {};
  const { requestsPerRequest = 1, parallelGroup, transfer } = props;
  return {
    load: {
      requestsPerRequest,
      ...(parallelGroup === undefined ? {} : { parallelGroup }),
      ...lowerTransfer(transfer),
    },
  };
}
