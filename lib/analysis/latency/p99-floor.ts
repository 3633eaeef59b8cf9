import type { LatencyModel, LoadedEntry } from './latency-model.js';
import { sojournQuantile } from './sojourn-quantile.js';

const tail = 0.01;

/**
 * Time in ms that more than one in a hundred requests surely exceeds: the slowest single station on the way, waiting and
 * service, with the network time of the entry point. How several stations add up at the 99th percentile depends on how their
 * times hang together, so the real figure is greater.
 */
export function p99Floor({ latencies }: LatencyModel, { visits }: LoadedEntry): number {
  let floor = 0;
  for (const [station, { probability, transferMs }] of visits.least.certainties) {
    // Requests that never come to the station may all be fast: the others alone have to make up the one in a hundred.
    if (probability <= tail) continue;
    const rate = latencies.least.loads.get(station)?.requestsPerSecond ?? 0;
    floor = Math.max(floor, transferMs + sojournQuantile(station, rate, tail / probability));
  }
  return floor;
}
