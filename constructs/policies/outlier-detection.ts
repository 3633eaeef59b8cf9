import type { Duration } from 'cdk8s';
import type { Origin } from '../../lib/diagnostics/origin.js';
import type { OutlierDetectionPolicy } from '../../lib/ir/policies/outlier-detection.js';
import { lowerDuration } from '../internal/lower-duration.js';

/**
 * Takes endpoints that fail out of rotation for a while. Envoy: `config.cluster.v3.OutlierDetection`.
 */
export interface OutlierDetectionProps {
  /** Answers of 5xx in a row before ejection; 0 turns this detector off. @default 5 */
  readonly consecutive5xx?: number;
  /** Answers of 502, 503 and 504 in a row before ejection; 0 turns this detector off. @default 5 */
  readonly consecutiveGatewayErrors?: number;
  /** Time between sweeps that end ejections. @default - 10 seconds */
  readonly interval?: Duration;
  /** First ejection; multiplied by the number of ejections so far. @default - 30 seconds */
  readonly baseEjectionTime?: Duration;
  /** Share of endpoints that may be out at once, in percent; one endpoint may always be ejected. @default 10 */
  readonly maxEjectionPercent?: number;
}

/** Props of everything that can hold outlier detection. */
export interface WithOutlierDetection {
  /**
   * Takes endpoints that fail out of rotation for a while.
   *
   * @default - the next wider scope's, field by field; without any no endpoint is ejected
   */
  readonly outlierDetection?: OutlierDetectionProps;
}

/** Lowers outlier detection; nothing when none is given. */
export function lowerOutlierDetection(
  { outlierDetection }: WithOutlierDetection,
  origin: Origin,
): { outlierDetection?: OutlierDetectionPolicy } {
  if (outlierDetection === undefined) return {};
  const { interval, baseEjectionTime, ...counts } = outlierDetection;
  return {
    outlierDetection: {
      ...counts,
      origin,
      ...(interval === undefined ? {} : { intervalMs: lowerDuration(interval) }),
      ...(baseEjectionTime === undefined ? {} : { baseEjectionTimeMs: lowerDuration(baseEjectionTime) }),
    },
  };
}
