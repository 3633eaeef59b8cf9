import { capacityOf } from '../../latency/capacity-of.js';
import { findOverloads } from '../../latency/find-overloads.js';
import { describeEntryPoint } from '../../latency/words/describe-entry-point.js';
import { describeStation } from '../../latency/words/describe-station.js';
import { showAmount } from '../../latency/words/show-amount.js';
import { suggestReplicas } from '../../latency/words/suggest-replicas.js';
import { defineEffectiveCheck } from '../define-effective-check.js';

/**
 * Finds versions that could serve each entry point alone at its declared rate, but not all of them together.
 */
export const serviceOverloaded = defineEffectiveCheck('service-overloaded', function* ({ latency }) {
  for (const overload of findOverloads(latency())) {
    if (overload.kind !== 'sum') continue;
    const { station, requestsPerSecond, entries } = overload;
    yield {
      message: `${describeStation(station)} gets ${showAmount(requestsPerSecond)} requests a second from all entry points together, and can do ${showAmount(capacityOf(station))}`,
      origin: station.origin,
      related: entries.map(({ entry, visits }) => {
        const rate = (entry.objectives?.requestsPerSecond ?? 0) * (visits.least.requests.get(station) ?? 0);
        return { message: `${showAmount(rate)} a second come from ${describeEntryPoint(entry)}`, origin: entry.origin };
      }),
      hint: suggestReplicas([overload]),
    };
  }
});
