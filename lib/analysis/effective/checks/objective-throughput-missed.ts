import { findOverloads } from '../../latency/find-overloads.js';
import type { LoadedEntry } from '../../latency/latency-model.js';
import { maxThroughput } from '../../latency/max-throughput.js';
import type { Station } from '../../latency/station.js';
import { describeEntryPoint } from '../../latency/words/describe-entry-point.js';
import { describeStation } from '../../latency/words/describe-station.js';
import { showAmount } from '../../latency/words/show-amount.js';
import { suggestReplicas } from '../../latency/words/suggest-replicas.js';
import { defineEffectiveCheck } from '../define-effective-check.js';

/**
 * Finds entry points whose declared rate is more than the mesh can do, even if nothing else loads it.
 */
export const objectiveThroughputMissed = defineEffectiveCheck('objective-throughput-missed', function* ({ latency }) {
  const stationsByEntry = new Map<LoadedEntry, Station[]>();
  for (const overload of findOverloads(latency())) {
    if (overload.kind !== 'entry-point') continue;
    for (const entry of overload.entries) {
      const known = stationsByEntry.get(entry);
      if (known === undefined) stationsByEntry.set(entry, [overload.station]);
      else known.push(overload.station);
    }
  }
  for (const [{ entry, visits }, stations] of stationsByEntry) {
    const wanted = entry.objectives?.requestsPerSecond ?? 0;
    const { requests } = visits.least;
    const { requestsPerSecond, bottleneck } = maxThroughput(
      new Map(stations.map((station) => [station, requests.get(station) ?? 0])),
    );
    if (bottleneck === undefined) continue;
    yield {
      message: `${describeEntryPoint(entry)} is to take ${showAmount(wanted)} requests a second, and can take less than ${showAmount(requestsPerSecond)}: then ${describeStation(bottleneck)} is busy all the time`,
      origin: entry.origin,
      related: [{ message: `${describeStation(bottleneck)} is the bottleneck`, origin: bottleneck.origin }],
      hint: suggestReplicas(
        stations.map((station) => ({ station, requestsPerSecond: wanted * (requests.get(station) ?? 0) })),
      ),
    };
  }
});
