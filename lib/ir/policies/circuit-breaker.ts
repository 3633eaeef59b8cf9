import type { Origin } from '../../diagnostics/origin.js';

/**
 * Limits on what one client proxy has under way to one destination; what exceeds them fails at once with 503.
 * Stands at mesh, service, version and call edge scope. Envoy: `CircuitBreakers.Thresholds`.
 */
export interface CircuitBreakerPolicy {
  readonly origin: Origin;
  readonly maxConnections?: number;
  /** Requests that wait for a connection. */
  readonly maxPendingRequests?: number;
  /** Requests under way at once. */
  readonly maxRequests?: number;
  /** Retries under way at once. */
  readonly maxRetries?: number;
}
