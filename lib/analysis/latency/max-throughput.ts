import { capacityOf } from './capacity-of.js';
import type { Station } from './station.js';

/** The rate of an entry point at which something gives way. */
export interface Throughput {
  /** Infinity where nothing is known that would limit it. */
  readonly requestsPerSecond: number;
  /** The station whose workers are then all busy; absent where there is no limit. */
  readonly bottleneck?: Station;
}

/**
 * Finds the rate at which the first station is busy all the time, when nothing else loads the mesh.
 *
 * @param requests what each station gets for one request at the entry point
 */
export function maxThroughput(requests: ReadonlyMap<Station, number>): Throughput {
  let found: Throughput = { requestsPerSecond: Infinity };
  for (const [station, each] of requests) {
    if (each === 0) continue;
    const requestsPerSecond = capacityOf(station) / each;
    if (requestsPerSecond < found.requestsPerSecond) found = { requestsPerSecond, bottleneck: station };
  }
  return found;
}
