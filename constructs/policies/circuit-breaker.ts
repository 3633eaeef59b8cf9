import type { Origin } from '../../lib/diagnostics/origin.js';
import type { CircuitBreakerPolicy } from '../../lib/ir/policies/circuit-breaker.js';

/**
 * Limits on what one caller's proxy has under way to one destination; what exceeds them fails at once with 503.
 * Envoy: `CircuitBreakers.Thresholds`.
 */
export interface CircuitBreakerProps {
  /** TCP connections. @default 1024 */
  readonly maxConnections?: number;
  /** Requests that wait for a connection. @default 1024 */
  readonly maxPendingRequests?: number;
  /** Requests under way at once. @default 1024 */
  readonly maxRequests?: number;
  /** Retries under way at once. @default 3 */
  readonly maxRetries?: number;
}

/** Props of everything that can hold a circuit breaker. */
export interface WithCircuitBreaker {
  /**
   * Limits on what a caller's proxy has under way.
   *
   * @default - the next wider scope's, field by field; without any Envoy's own limits, written out
   */
  readonly circuitBreaker?: CircuitBreakerProps;
}

/** Lowers a circuit breaker; nothing when none is given. */
export function lowerCircuitBreaker(
  { circuitBreaker }: WithCircuitBreaker,
  origin: Origin,
): { circuitBreaker?: CircuitBreakerPolicy } {
  return circuitBreaker === undefined ? {} : { circuitBreaker: { ...circuitBreaker, origin } };
}
