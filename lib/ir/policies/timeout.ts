import type { Origin } from '../../diagnostics/origin.js';

/**
 * How long a caller waits. Stands at mesh, service, call edge and route scope; enforced by the client proxy.
 * Envoy: `RouteAction.timeout`, `RouteAction.idle_timeout`, `Cluster.connect_timeout`.
 */
export interface TimeoutPolicy {
  readonly origin: Origin;
  /** Whole request including retries, in ms, 1 to 86,400,000; `none` waits for ever. */
  readonly requestMs?: number | 'none';
  /** Longest silence on a stream, in ms; `none` allows any. */
  readonly idleMs?: number | 'none';
  /** TCP connection set-up, in ms. Not at route scope: a connection serves many routes. */
  readonly connectMs?: number;
}
