import { capacityOf } from './capacity-of.js';
import type { LatencyModel, LoadedEntry } from './latency-model.js';
import type { Station } from './station.js';

/** A station that surely gets at least as much as it can do, and why. */
export type Overload = {
  readonly station: Station;
  /** What it surely gets. */
  readonly requestsPerSecond: number;
} & (
  | {
      /** The service as a whole could do it: the version gets too great a share. */
      readonly kind: 'share';
      /** What the service surely gets. */
      readonly ofRequestsPerSecond: number;
    }
  | {
      /** Each of these entry points is too much by itself. */
      readonly kind: 'entry-point';
      readonly entries: readonly [LoadedEntry, ...LoadedEntry[]];
    }
  | {
      /** Only together these entry points are too much. */
      readonly kind: 'sum';
      readonly entries: readonly LoadedEntry[];
    }
);

/**
 * Finds the stations whose workers would be busy all the time at the declared rates, however requests divide over routes.
 */
export function findOverloads(model: LatencyModel): readonly Overload[] {
  const { stations } = model.network;
  return stations.flatMap((station): Overload[] => {
    const requestsPerSecond = rateOf(model, station);
    const capacity = capacityOf(station);
    if (requestsPerSecond < capacity) return [];
    const found = { station, requestsPerSecond };
    const versions = stations.filter(({ service }) => service === station.service);
    const ofRequestsPerSecond = sum(versions.map((version) => rateOf(model, version)));
    const ofCapacity = sum(versions.filter(({ pace }) => pace !== undefined).map(capacityOf));
    if (versions.length > 1 && ofRequestsPerSecond < ofCapacity)
      return [{ ...found, kind: 'share', ofRequestsPerSecond }];
    const entries = model.entries.filter((entry) => rateFrom(entry, station) > 0);
    const [first, ...others] = entries.filter((entry) => rateFrom(entry, station) >= capacity);
    return [
      first === undefined
        ? { ...found, kind: 'sum', entries }
        : { ...found, kind: 'entry-point', entries: [first, ...others] },
    ];
  });
}

function rateOf({ latencies }: LatencyModel, station: Station): number {
  return latencies.least.loads.get(station)?.requestsPerSecond ?? 0;
}

function rateFrom({ entry, visits }: LoadedEntry, station: Station): number {
  return (entry.objectives?.requestsPerSecond ?? 0) * (visits.least.requests.get(station) ?? 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
