import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import type { Clock } from '../../util/clock.js';
import type { CounterPort, CountersRead } from '../ports/counter-port.js';
import { withPatience } from '../with-patience.js';
import { armClusters, type ArmClusters } from './arm-clusters.js';
import { armPods, type ArmPods, type PodLabels } from './arm-pods.js';
import { createClockOffset } from './create-clock-offset.js';
import { createReaderMemory, type ReaderMemory } from './create-reader-memory.js';
import { createScrapeDates } from './create-scrape-dates.js';
import type { CustomSeries } from './custom-series.js';
import { envoySeries, isEnvoyMeasure } from './envoy-series.js';
import { histogramLagMs } from './histogram-lag-ms.js';
import { newestScrapes, type ScrapedReader } from './newest-scrapes.js';
import type { PrometheusAnswer, PrometheusSeries } from './prometheus-answer.js';
import { envoyQuery, type QueryScope, triesQuery } from './prometheus-queries.js';
import { queryPrometheus, type PrometheusServer } from './query-prometheus.js';
import { readCustomCounters } from './read-custom-counters.js';
import { readSaturation, type SaturationTallies } from './read-saturation.js';
import { tooManyMissing } from './too-many-missing.js';
import { unsoundSeries } from './unsound-series.js';

/** What reading a Prometheus takes. */
export interface PrometheusCountersOptions extends PrometheusServer {
  readonly clock: Clock;
  /** Matchers of PromQL for all that is asked, for example `job="mesh",namespace="shop"`: nothing may be counted twice. @default none */
  readonly matchers?: string;
  /** How pods are known in counters of the user's own. @default - by name, in the label `pod` */
  readonly pods?: PodLabels;
  /** How often Prometheus reads the proxies, ms, where that is less often than a window of the plan ends. @default - once a window */
  readonly scrapeIntervalMs?: number;
}

/** Readings that may fail before what was read last is too old. */
const freshReadings = 2;

/**
 * Reads counters from Prometheus, or from something that speaks its language: the counters as they are, each proxy's of its own last
 * reading. Both sides of a proxy are of one reading, so that they are counted over the same stretch of time; a snapshot has the time of its
 * oldest reading, so that no request of before is taken for one of after.
 */
export function prometheusCounters(options: PrometheusCountersOptions): CounterPort {
  const offsetOf = createClockOffset();
  const memories = new Map<string, PlanMemory>();
  return {
    read: async (plan) => {
      const memory = memories.get(plan.name) ?? {
        readers: createReaderMemory(),
        found: new Set(),
        saturation: new Map(),
        dateOf: createScrapeDates(),
      };
      memories.set(plan.name, memory);
      return withPatience(options.clock, plan.timing.windowMs, (signal) =>
        readOnce(plan, { options, memory, offsetOf, signal }),
      );
    },
  };
}

interface PlanMemory {
  readonly readers: ReaderMemory;
  /** Selectors that have found something. */
  readonly found: Set<string>;
  readonly saturation: SaturationTallies;
  readonly dateOf: ReturnType<typeof createScrapeDates>;
}

interface ReadContext {
  readonly options: PrometheusCountersOptions;
  readonly memory: PlanMemory;
  readonly offsetOf: ReturnType<typeof createClockOffset>;
  readonly signal: AbortSignal;
}

async function readOnce(plan: RolloutPlan, { options, memory, offsetOf, signal }: ReadContext): Promise<CountersRead> {
  const clusters = armClusters(plan);
  const pods = podsOf(plan, options);
  if (pods === undefined) return lost(`"${plan.name}" rolls out nothing that pods count by itself`);
  const scope = scopeOf(plan, options);
  const { freshMs } = scope;
  const ask = (query: string): Promise<PrometheusAnswer> => queryPrometheus(options, query, signal);
  const jobs = memory.readers.jobs();
  const askedMs = options.clock.now();
  let answeredMs = askedMs;
  const [answers, counted, observed] = await Promise.all([
    Promise.all([
      ask('time()').then((answer) => {
        answeredMs = options.clock.now();
        return answer;
      }),
      ask(envoyQuery(plan, clusters, scope)),
      jobs.length === 0 ? nothingAsked : ask(triesQuery(jobs, scope)),
    ]),
    readCustomCounters(plan, { ask, pods, scope, found: memory.found }),
    readSaturation(plan, { ask, pods, scope }, memory.saturation),
  ]);
  const problem = answers.find((answer) => answer.kind === 'problem');
  if (problem !== undefined) return lost(`Prometheus ${problem.problem}`);
  const custom = [...counted, ...observed];
  const unread = custom.find((each) => each.kind === 'lost');
  if (unread !== undefined) return unread;
  const [time = [], envoy = [], tries = []] = answers.map(seriesOf);
  const nowMs = (time[0]?.samples[0]?.[1] ?? NaN) * 1000;
  if (!Number.isFinite(nowMs)) return lost('Prometheus does not know what time it is');
  const readers = newestScrapes(envoy);
  const silent = memory.readers.missing({ readers, tries, nowMs, freshMs });
  const aheadMs = offsetOf({ askedMs, answeredMs, theirsMs: nowMs });
  return snapshotOf(plan, {
    clusters,
    readers,
    silent,
    custom: custom.flatMap((each) => (each.kind === 'read' ? [each] : [])),
    freshMs,
    dateOf: (scrapedMs) => memory.dateOf(scrapedMs, aheadMs),
  });
}

/** Undefined where a criterion is counted by pods, and the sides have none of their own. */
function podsOf(plan: RolloutPlan, { pods = { kind: 'pod-name', pod: 'pod' } }: PrometheusCountersOptions) {
  const isByPod = plan.criteria.some(({ measure }) => !isEnvoyMeasure(measure));
  return armPods(plan, pods) ?? (isByPod ? undefined : noPods);
}

function scopeOf(
  { timing }: RolloutPlan,
  { matchers = '', scrapeIntervalMs = 0 }: PrometheusCountersOptions,
): QueryScope {
  return { matchers, freshMs: freshReadings * Math.max(timing.windowMs, scrapeIntervalMs) };
}

/** Where nothing is counted by pods. */
const noPods: ArmPods = { matchers: '', podOf: () => undefined };
const nothingAsked: PrometheusAnswer = { kind: 'series', series: [] };

interface Read {
  readonly clusters: ArmClusters;
  readonly readers: readonly ScrapedReader[];
  /** Those who should have been read lately and were not. */
  readonly silent: readonly string[];
  readonly custom: readonly CustomSeries[];
  readonly freshMs: number;
  /** By our clock, of a time of Prometheus'. */
  readonly dateOf: (scrapedMs: number) => number;
}

function snapshotOf(plan: RolloutPlan, { clusters, readers, silent, custom, freshMs, dateOf }: Read): CountersRead {
  if (tooManyMissing(silent.length, silent.length + readers.length))
    return lost(
      `${silent.length} of ${silent.length + readers.length} proxies, among them "${silent[0] ?? ''}", could not be read for ${freshMs} ms`,
    );
  if (readers.length === 0)
    return lost(`Prometheus has read no proxy that knows a cluster of "${plan.name}" for ${freshMs} ms`);
  const counted = envoySeries(
    plan,
    clusters,
    readers.flatMap(({ samples }) => samples),
  );
  const series = [...counted.series, ...custom.flatMap((each) => each.series)];
  const problem = counted.problem ?? unsoundSeries(series);
  if (problem !== undefined) return lost(problem);
  const scrapes = [...readers, ...custom].flatMap(({ scrapedMs }) => (scrapedMs === undefined ? [] : [scrapedMs]));
  const oldestMs = scrapes.reduce((oldest, each) => Math.min(oldest, each), Infinity);
  return { kind: 'read', snapshot: { atMs: dateOf(oldestMs) - histogramLagMs(plan), series } };
}

function seriesOf(answer: PrometheusAnswer): readonly PrometheusSeries[] {
  return answer.kind === 'series' ? answer.series : [];
}

function lost(reason: string): CountersRead {
  return { kind: 'lost', reason };
}
