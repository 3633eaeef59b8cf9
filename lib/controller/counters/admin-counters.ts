import type { CounterSnapshot } from '../../rollout/counters/counter-snapshot.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import type { Clock } from '../../util/clock.js';
import type { CounterPort, CountersRead } from '../ports/counter-port.js';
import { withPatience } from '../with-patience.js';
import { armClusters, type ArmClusters } from './arm-clusters.js';
import type { CounterSample } from './counter-sample.js';
import { envoyCounterEnds } from './envoy-counter-names.js';
import { envoySeries, isEnvoyMeasure } from './envoy-series.js';
import { histogramLagMs } from './histogram-lag-ms.js';
import { type Fetch, httpText } from './http-text.js';
import { prometheusText } from './prometheus-text.js';
import { tooManyMissing } from './too-many-missing.js';
import { unsoundSeries } from './unsound-series.js';

/** A proxy whose counters can be read. */
export interface ReadableProxy {
  /** Its name; the same as long as it is the same proxy. */
  readonly proxy: string;
  /** Where it answers `/stats/prometheus`: the port of its admin interface, or that of its metrics; for example `http://127.0.0.1:9901`. */
  readonly url: string;
}

/** What reading proxies takes. */
export interface AdminCountersOptions {
  /** Those that run now. What does not answer counts as missing, so that who has ended should not be among them. */
  readonly proxies: () => readonly ReadableProxy[];
  readonly clock: Clock;
  /** @default - the platform's */
  readonly fetch?: Fetch;
}

/** Proxies that are asked at a time. */
const atATime = 64;

/**
 * Reads the proxies' own counters, one request to each proxy. All are asked at once; what a snapshot has was counted no earlier than its time, so that no
 * request of before is taken for one of after.
 */
export function adminCounters({ proxies, clock, fetch }: AdminCountersOptions): CounterPort {
  return {
    read: async (plan) => {
      const clusters = armClusters(plan);
      const untold = plan.criteria.find(({ measure }) => !isEnvoyMeasure(measure));
      if (untold !== undefined)
        return lost(`criterion "${untold.name}" cannot be told: proxies do not count it, Prometheus may`);
      const atMs = clock.now();
      const read = await withPatience(clock, plan.timing.windowMs, (signal) =>
        someAtATime(proxies(), (proxy) => readProxy(proxy, { clusters, signal, fetch })),
      );
      return snapshotOf(plan, { clusters, read, atMs });
    },
  };
}

interface ProxyRead {
  readonly samples?: readonly CounterSample[];
  readonly problem?: string;
}

function snapshotOf(
  plan: RolloutPlan,
  {
    clusters,
    read,
    atMs,
  }: { readonly clusters: ArmClusters; readonly read: readonly ProxyRead[]; readonly atMs: number },
): CountersRead {
  const problems = read.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  if (tooManyMissing(problems.length, read.length))
    return lost(`${problems.length} of ${read.length} proxies could not be read: ${problems[0] ?? ''}`);
  const { series, problem } = envoySeries(
    plan,
    clusters,
    read.flatMap(({ samples }) => samples ?? []),
  );
  const nonsense = problem ?? unsoundSeries(series);
  if (nonsense !== undefined) return lost(nonsense);
  if (series.length === 0) return lost(`none of ${read.length} proxies knows a cluster of "${plan.name}"`);
  const snapshot: CounterSnapshot = { atMs: Math.floor(atMs - histogramLagMs(plan)), series };
  return { kind: 'read', snapshot };
}

function lost(reason: string): CountersRead {
  return { kind: 'lost', reason };
}

async function readProxy(
  { proxy, url }: ReadableProxy,
  {
    clusters,
    signal,
    fetch,
  }: { readonly clusters: ArmClusters; readonly signal: AbortSignal; readonly fetch: Fetch | undefined },
): Promise<ProxyRead> {
  const filter = encodeURIComponent(`^cluster\\.${clusters.pattern}\\.${envoyCounterEnds}$`);
  const answer = await httpText({
    url: `${url}/stats/prometheus?filter=${filter}`,
    signal,
    ...(fetch === undefined ? {} : { fetch }),
  });
  if (answer.kind === 'problem') return { problem: `"${proxy}" ${answer.problem}` };
  const exposed = prometheusText(answer.text);
  if (exposed === undefined) return { problem: `"${proxy}" answers with something else than counters` };
  return { samples: exposed.map((each) => ({ reader: proxy, ...each })) };
}

async function someAtATime<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await ask(item);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return results;
}
