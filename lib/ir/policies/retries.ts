import type { Origin } from '../../diagnostics/origin.js';

/** What counts as worth a retry: Envoy's `retry_on` and `retry-grpc-on` words. */
export const retryConditions = [
  '5xx',
  'gateway-error',
  'reset',
  'reset-before-request',
  'connect-failure',
  'envoy-ratelimited',
  'refused-stream',
  'retriable-4xx',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
] as const;

/** One of `retryConditions`. */
export type RetryCondition = (typeof retryConditions)[number];

/**
 * Whether and how the client proxy tries again. Stands at mesh, service, call edge and route scope.
 * Envoy: `RetryPolicy`.
 */
export interface RetriesPolicy {
  readonly origin: Origin;
  /** Tries after the first, 0 to 100; 0 turns retries off. */
  readonly attempts?: number;
  /** Sorted, without repeats. */
  readonly on?: readonly RetryCondition[];
  /** HTTP status codes that are retried too, 100 to 599, sorted. */
  readonly statusCodes?: readonly number[];
  /** Limit of each try in ms; without it only the request timeout holds. */
  readonly perTryTimeoutMs?: number;
  /** First pause before a retry in ms; grows exponentially, with jitter. */
  readonly backOffBaseMs?: number;
  /** Longest pause in ms, at least `backOffBaseMs`. */
  readonly backOffMaxMs?: number;
}
