import type { Station } from './station.js';

/**
 * The smallest number of replicas that are not busy all the time at a rate; undefined where nobody said how fast they are.
 */
export function replicasFor({ pace }: Station, requestsPerSecond: number): number | undefined {
  if (pace?.kind !== 'workers') return undefined;
  return Math.floor((requestsPerSecond * pace.serviceTimeMs) / 1000 / pace.workersPerReplica) + 1;
}
