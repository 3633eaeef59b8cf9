import type { Bound } from './bound.js';
import { circularServices, type CircularServices } from './circular-services.js';
import type { EntryPoint, LoadNetwork } from './load-network.js';
import { meanLatencies, type MeanLatencies } from './mean-latencies.js';
import { loadOf, type StationLoad } from './station-load.js';
import type { Station } from './station.js';
import { visitsOf, type Visits } from './visits.js';

/** A mesh under the load of all its entry points at their declared rates. */
export interface LatencyModel {
  readonly network: LoadNetwork;
  readonly circular: CircularServices;
  /** Entry points whose requests can be followed; in the order of the network. Those behind a circle add no load. */
  readonly entries: readonly LoadedEntry[];
  readonly latencies: Readonly<Record<Bound, MeanLatencies>>;
}

/** An entry point, and what one of its requests makes others do. */
export interface LoadedEntry {
  readonly entry: EntryPoint;
  readonly visits: Readonly<Record<Bound, Visits>>;
}

/**
 * Models a mesh as a network of queues: every version an M/M/c station with all its pods' workers, arrivals from the
 * declared rates of the entry points by way of calls and routes. docs/guides/latency-budget.md says what it assumes.
 */
export function buildLatencyModel(network: LoadNetwork): LatencyModel {
  const circular = circularServices(network);
  const entries = network.entryPoints
    .filter(({ mixes }) => circular.reachedBy(mixes) === undefined)
    .map((entry): LoadedEntry => ({
      entry,
      visits: { least: visitsOf(network, entry, 'least'), most: visitsOf(network, entry, 'most') },
    }));
  const latencies = {
    least: meanLatencies(network, loadsOf(network, entries, 'least'), { bound: 'least', patience: 'endless' }),
    most: meanLatencies(network, loadsOf(network, entries, 'most'), { bound: 'most', patience: 'endless' }),
  };
  return { network, circular, entries, latencies };
}

function loadsOf(
  { stations }: LoadNetwork,
  entries: readonly LoadedEntry[],
  bound: Bound,
): ReadonlyMap<Station, StationLoad> {
  const rates = new Map<Station, number>();
  for (const { entry, visits } of entries) {
    const rate = entry.objectives?.requestsPerSecond ?? 0;
    if (rate === 0) continue;
    for (const [station, each] of visits[bound].requests) rates.set(station, (rates.get(station) ?? 0) + rate * each);
  }
  return new Map(stations.map((station) => [station, loadOf(station, rates.get(station) ?? 0)]));
}
