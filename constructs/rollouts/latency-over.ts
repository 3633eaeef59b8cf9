import type { Duration } from 'cdk8s';
import { lowerDuration } from '../internal/lower-duration.js';
import { criterionOf, type CriterionOptions, type CriterionSpec } from './criterion-props.js';

/**
 * Share of requests that took longer than a bound. The bound is an edge of the histogram that the proxies keep, so that nothing is
 * interpolated. "p99 at most 250 ms" is `latencyOver(Duration.millis(250), { max: 1 })`.
 *
 * @param bound whole milliseconds
 */
export function latencyOver(bound: Duration, options: CriterionOptions = {}): CriterionSpec {
  const edgeMs = lowerDuration(bound);
  return criterionOf({ kind: 'latency-over', edgeMs }, options, { name: `over-${edgeMs}-ms`, unit: 'percent' });
}
