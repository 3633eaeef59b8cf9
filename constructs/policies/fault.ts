import type { Duration } from 'cdk8s';
import type { Origin } from '../../lib/diagnostics/origin.js';
import type { FaultPolicy } from '../../lib/ir/policies/fault.js';
import { lowerDuration } from '../internal/lower-duration.js';

/**
 * Faults put in on purpose, to see how callers bear them. Envoy: `extensions.filters.http.fault.v3.HTTPFault`.
 */
export interface FaultProps {
  /** Holds requests back before they are sent on. @default - none */
  readonly delay?: {
    /** How long. */
    readonly duration: Duration;
    /**
     * Share of requests in percent, over 0 to 100, in steps of 0.0001.
     *
     * @default 100
     */
    readonly percent?: number;
  };
  /**
   * Answers requests with an error instead of sending them on. Give one of `httpStatus` and `grpcStatus`.
   *
   * @default - none
   */
  readonly abort?: (
    | {
        /** HTTP status code, 200 to 599. */
        readonly httpStatus: number;
        readonly grpcStatus?: never;
      }
    | {
        /** gRPC status code, 1 to 16. */
        readonly grpcStatus: number;
        readonly httpStatus?: never;
      }
  ) & {
    /**
     * Share of requests in percent, over 0 to 100, in steps of 0.0001.
     *
     * @default 100
     */
    readonly percent?: number;
  };
}

/** Lowers a fault; nothing when none is given. */
export function lowerFault({ fault }: { readonly fault?: FaultProps }, origin: Origin): { fault?: FaultPolicy } {
  if (fault === undefined) return {};
  const { delay, abort } = fault;
  return {
    fault: {
      origin,
      ...(delay === undefined
        ? {}
        : { delay: { durationMs: lowerDuration(delay.duration), percent: delay.percent ?? 100 } }),
      ...(abort === undefined ? {} : { abort: { status: lowerStatus(abort), percent: abort.percent ?? 100 } }),
    },
  };
}

function lowerStatus(abort: NonNullable<FaultProps['abort']>): NonNullable<FaultPolicy['abort']>['status'] {
  return abort.httpStatus === undefined
    ? { kind: 'grpc', code: abort.grpcStatus }
    : { kind: 'http', code: abort.httpStatus };
}
