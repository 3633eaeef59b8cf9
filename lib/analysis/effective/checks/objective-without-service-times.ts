import type { LatencyModel, LoadedEntry } from '../../latency/latency-model.js';
import { unpacedStations } from '../../latency/unpaced-stations.js';
import { describeEntryPoint } from '../../latency/words/describe-entry-point.js';
import { describeStation } from '../../latency/words/describe-station.js';
import { showAmount } from '../../latency/words/show-amount.js';
import { listWords } from '../../words/list-words.js';
import { defineEffectiveCheck } from '../define-effective-check.js';

const longestList = 5;

/**
 * Finds objectives that what is known neither refutes nor supports: some of the services on the way do not say how fast they are.
 */
export const objectiveWithoutServiceTimes = defineEffectiveCheck(
  'objective-without-service-times',
  function* ({ latency }) {
    const model = latency();
    for (const loaded of model.entries) {
      const unknown = unpacedStations(loaded);
      const { entry } = loaded;
      if (entry.objectives === undefined || unknown.length === 0 || isRefuted(model, loaded)) continue;
      const { ms } = model.latencies.least.chosen(entry.mixes, entry.transferMs);
      const shown = unknown.slice(0, longestList).map(describeStation);
      const left = unknown.length - shown.length;
      const names = listWords(left === 0 ? shown : [...shown, `${String(left)} more`]);
      yield {
        message: `the objectives of ${describeEntryPoint(entry)} cannot be judged: nobody says how fast ${names} ${unknown.length === 1 ? 'is' : 'are'}; the rest takes at least ${showAmount(ms)} ms on average`,
        origin: entry.origin,
        hint: 'measure it and say so: "performance" of a service or version, "responseTime" of an external service',
      };
    }
  },
);

/** What is known is too slow already; another check says so. */
function isRefuted({ latencies }: LatencyModel, { entry }: LoadedEntry): boolean {
  const { ms } = latencies.least.chosen(entry.mixes, entry.transferMs);
  return ms > (entry.objectives?.meanLatencyMs ?? Number.MAX_VALUE);
}
