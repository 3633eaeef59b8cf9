import type { Origin } from '../../diagnostics/origin.js';

/**
 * Takes endpoints that fail out of rotation for a while. Stands at mesh, service, version and call edge scope; enforced
 * by each client proxy on what it sees. Envoy: `config.cluster.v3.OutlierDetection`.
 */
export interface OutlierDetectionPolicy {
  readonly origin: Origin;
  /** Answers of 5xx in a row before ejection; 0 turns this detector off. */
  readonly consecutive5xx?: number;
  /** Answers of 502, 503, 504 in a row before ejection; 0 turns this detector off. */
  readonly consecutiveGatewayErrors?: number;
  /** Time between sweeps, in ms. */
  readonly intervalMs?: number;
  /** First ejection, in ms; multiplied by the number of ejections so far. */
  readonly baseEjectionTimeMs?: number;
  /** Share of endpoints that may be out at once, in percent, 0 to 100. One endpoint may always be ejected. */
  readonly maxEjectionPercent?: number;
}
