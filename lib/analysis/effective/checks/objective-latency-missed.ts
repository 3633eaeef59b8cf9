import type { DiagnosticDetails } from '../../../diagnostics/create-diagnostic.js';
import { criticalPath } from '../../latency/critical-path.js';
import type { LatencyModel, LoadedEntry } from '../../latency/latency-model.js';
import { p99Floor } from '../../latency/p99-floor.js';
import { describeEntryPoint } from '../../latency/words/describe-entry-point.js';
import { describeHop } from '../../latency/words/describe-hop.js';
import { showAmount } from '../../latency/words/show-amount.js';
import { listWords } from '../../words/list-words.js';
import { defineEffectiveCheck } from '../define-effective-check.js';

const longestList = 4;

/**
 * Finds entry points that cannot answer as fast as they are meant to, at the declared rates. What is overloaded has no
 * latency at all, which other checks report.
 */
export const objectiveLatencyMissed = defineEffectiveCheck('objective-latency-missed', function* ({ latency }) {
  const model = latency();
  for (const loaded of model.entries) {
    yield* missedMean(model, loaded);
    yield* missedPercentile(model, loaded);
  }
});

function* missedMean({ network, latencies }: LatencyModel, { entry }: LoadedEntry): Generator<DiagnosticDetails> {
  const wantedMs = entry.objectives?.meanLatencyMs;
  const { ms } = latencies.least.chosen(entry.mixes, entry.transferMs);
  if (wantedMs === undefined || ms <= wantedMs || ms === Infinity) return;
  const hops = criticalPath(network, entry, latencies.least)
    .map((hop) => ({ hop, ms: hop.serviceMs + hop.waitingMs + hop.transferMs }))
    .filter((part) => part.ms > 0)
    .sort((left, right) => right.ms - left.ms);
  const shown = hops.slice(0, longestList).map(({ hop }) => describeHop(hop, ms));
  const left = hops.length - shown.length;
  const parts = left === 0 ? shown : [...shown, `${String(left)} more`];
  yield {
    message: `${describeEntryPoint(entry)} is to answer in ${showAmount(wantedMs)} ms on average, and takes at least ${showAmount(ms)} ms: ${listWords(parts)}`,
    origin: entry.origin,
    hint: hops[0] === undefined ? undefined : adviceFor(hops[0].hop),
  };
}

function* missedPercentile(model: LatencyModel, loaded: LoadedEntry): Generator<DiagnosticDetails> {
  const { entry } = loaded;
  const wantedMs = entry.objectives?.p99LatencyMs;
  const floorMs = p99Floor(model, loaded);
  if (wantedMs === undefined || floorMs <= wantedMs || floorMs === Infinity) return;
  yield {
    message: `${describeEntryPoint(entry)} is to answer 99 % of the requests in ${showAmount(wantedMs)} ms, and more than 1 % take longer than ${showAmount(floorMs)} ms`,
    origin: entry.origin,
    hint: 'shorten the service time of the slowest version on the way, or give it more replicas if requests wait there',
  };
}

/** Replicas shorten the waiting only, and a bandwidth the network only. */
function adviceFor({
  serviceMs,
  waitingMs,
  transferMs,
}: {
  readonly serviceMs: number;
  readonly waitingMs: number;
  readonly transferMs: number;
}): string {
  if (waitingMs >= serviceMs && waitingMs >= transferMs)
    return 'start with the waiting of the first: more replicas shorten it';
  if (transferMs >= serviceMs) return 'start with the network of the first: send less, or make fewer round trips';
  return 'start with the own time of the first, or call it less often or together with others; replicas shorten waiting only';
}
