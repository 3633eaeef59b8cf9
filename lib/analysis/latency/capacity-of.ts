import type { Station } from './station.js';

/**
 * Requests a second at which all workers of a station are busy; Infinity where nothing is known that would limit it.
 */
export function capacityOf({ pace, replicas }: Station): number {
  if (pace?.kind !== 'workers') return Infinity;
  return (replicas * pace.workersPerReplica * 1000) / pace.serviceTimeMs;
}
