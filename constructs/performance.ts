import type { Duration } from 'cdk8s';
import type { Performance } from '../lib/ir/performance.js';
import { lowerDuration } from './internal/lower-duration.js';

/**
 * How fast a workload is, as measured. Nothing that runs depends on it: `meshwright capacity` and the checks of
 * objectives estimate from it.
 */
export interface PerformanceProps {
  /**
   * Mean time that one worker is busy with one request. What it waits for other services does not count.
   */
  readonly serviceTime: Duration;
  /**
   * Requests that one replica works on at once: threads, or processor cores for work that needs them.
   *
   * @default - the service's, else 1
   */
  readonly concurrency?: number;
}

/** Reads how fast a version is; what it does not say itself, its service says. */
export function lowerPerformance(
  own: PerformanceProps | undefined,
  service: PerformanceProps | undefined,
): { performance?: Performance } {
  const given = own ?? service;
  if (given === undefined) return {};
  return {
    performance: {
      serviceTimeMs: lowerDuration(given.serviceTime),
      concurrency: own?.concurrency ?? service?.concurrency ?? 1,
    },
  };
}
