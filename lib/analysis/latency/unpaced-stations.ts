import { sortBy } from '../../util/sort-by.js';
import type { LoadedEntry } from './latency-model.js';
import type { Station } from './station.js';

/**
 * Lists the stations on the way of an entry point of which nobody said how fast they are; sorted by name. A version without
 * pods is none of them: nothing could be said of it.
 */
export function unpacedStations({ visits }: LoadedEntry): readonly Station[] {
  const isUnknown = ([{ pace, version, replicas }, each]: readonly [Station, number]): boolean =>
    pace === undefined && each > 0 && (version === undefined || replicas > 0);
  const found = [...visits.most.requests].filter(isUnknown).map(([station]) => station);
  return sortBy(found, ({ name }) => name);
}
