import type { OutlierDetection } from 'envoy-config-types/envoy/config/cluster/v3';
import type { EffectiveDestination } from '../../../ir/effective-mesh.js';
import { durationText } from '../duration-text.js';

/** Envoy's own limit on the growth of ejections. */
const longestEjectionMs = 300_000;

/**
 * When endpoints are taken out of rotation. Detectors that no policy speaks of are off, not at Envoy's defaults.
 * Envoy: `config.cluster.v3.OutlierDetection`.
 */
export function outlierDetection(policy: NonNullable<EffectiveDestination['outlierDetection']>): OutlierDetection {
  const baseMs = policy.baseEjectionTimeMs.value;
  return {
    interval: durationText(policy.intervalMs.value),
    base_ejection_time: durationText(baseMs),
    max_ejection_time: durationText(Math.max(baseMs, longestEjectionMs)),
    max_ejection_percent: policy.maxEjectionPercent.value,
    always_eject_one_host: true,
    consecutive_5xx: policy.consecutive5xx.value,
    enforcing_consecutive_5xx: onOrOff(policy.consecutive5xx.value),
    consecutive_gateway_failure: policy.consecutiveGatewayErrors.value,
    enforcing_consecutive_gateway_failure: onOrOff(policy.consecutiveGatewayErrors.value),
    enforcing_success_rate: 0,
    enforcing_failure_percentage: 0,
  };
}

/** Envoy applies a detector to this share of cases, in percent. */
function onOrOff(errorsInARow: number): number {
  return errorsInARow === 0 ? 0 : 100;
}
