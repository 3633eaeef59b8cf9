import type { Origin } from '../../diagnostics/origin.js';

/**
 * Faults put in on purpose, to see how callers bear them. Stands at route scope; enforced by the client proxy.
 * Envoy: `extensions.filters.http.fault.v3.HTTPFault`.
 */
export interface FaultPolicy {
  readonly origin: Origin;
  readonly delay?: FaultDelay;
  readonly abort?: FaultAbort;
}

/** Holds a share of requests back before they are sent on. */
export interface FaultDelay {
  readonly durationMs: number;
  /** Share of requests in percent, over 0 to 100, in steps of 0.0001. */
  readonly percent: number;
}

/** Answers a share of requests with an error instead of sending them on. */
export interface FaultAbort {
  readonly status: { readonly kind: 'http'; readonly code: number } | { readonly kind: 'grpc'; readonly code: number };
  /** Share of requests in percent, over 0 to 100, in steps of 0.0001. */
  readonly percent: number;
}
