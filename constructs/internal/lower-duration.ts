import type { Duration } from 'cdk8s';

/**
 * A duration in milliseconds, as given: cdk8s would throw at one that is no whole number, far from the line that gave
 * it; a check reports it there instead.
 */
export function lowerDuration(duration: Duration): number {
  return duration.toMilliseconds({ integral: false });
}
