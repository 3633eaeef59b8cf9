import type { Origin } from '../../../diagnostics/origin.js';
import type { EffectiveDestination } from '../../../ir/effective-mesh.js';

/** Which policy set a field of the cluster, by the field's path, for diagnostics about it. */
export function destinationFieldOrigins(destination: EffectiveDestination): Readonly<Record<string, Origin>> {
  const { circuitBreaker: limits, outlierDetection: outliers, loadBalancing } = destination;
  return {
    connect_timeout: destination.connectTimeoutMs.origin,
    lb_policy: loadBalancing.origin,
    least_request_lb_config: loadBalancing.origin,
    ring_hash_lb_config: loadBalancing.origin,
    maglev_lb_config: loadBalancing.origin,
    'circuit_breakers.thresholds[0].max_connections': limits.maxConnections.origin,
    'circuit_breakers.thresholds[0].max_pending_requests': limits.maxPendingRequests.origin,
    'circuit_breakers.thresholds[0].max_requests': limits.maxRequests.origin,
    'circuit_breakers.thresholds[0].max_retries': limits.maxRetries.origin,
    ...(outliers === undefined
      ? {}
      : {
          'outlier_detection.consecutive_5xx': outliers.consecutive5xx.origin,
          'outlier_detection.consecutive_gateway_failure': outliers.consecutiveGatewayErrors.origin,
          'outlier_detection.interval': outliers.intervalMs.origin,
          'outlier_detection.base_ejection_time': outliers.baseEjectionTimeMs.origin,
          'outlier_detection.max_ejection_percent': outliers.maxEjectionPercent.origin,
        }),
  };
}
