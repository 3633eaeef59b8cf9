import type { CounterSeries } from '../../rollout/counters/counter-snapshot.js';
import type { ArmPod, ArmPods } from './arm-pods.js';
import type { PrometheusSeries } from './prometheus-answer.js';

/** Counters of the user's own, of one criterion. */
export interface CustomCounters {
  /** Name of the criterion. */
  readonly criterion: string;
  /** All events; undefined for a rate, whose events are told by time. */
  readonly total: readonly PrometheusSeries[] | undefined;
  /** The bad ones. */
  readonly bad: readonly PrometheusSeries[];
}

/** What pods have counted themselves. */
export interface CustomSeries {
  /** One for each pod. */
  readonly series: readonly CounterSeries[];
  /** When the first of them was read, by Prometheus' clock, ms; undefined where there is none. */
  readonly scrapedMs: number | undefined;
}

/** What a pod's counters summed up to, by the time at which they were read. */
interface Sums extends ArmPod {
  readonly byTime: ReadonlyMap<number, number>;
}

/** Sums what pods of the two sides have counted of a criterion. A pod without a total could not be read. */
export function customSeries(pods: ArmPods, { criterion, total, bad }: CustomCounters): CustomSeries {
  const badByPod = sumsByPod(pods, bad);
  const read = [...(total === undefined ? badByPod : sumsByPod(pods, total)).values()].map((all) => {
    const { pod, side } = all;
    const some = badByPod.get(pod);
    const scrapedMs = latestOfBoth(all, some);
    const sum = total === undefined ? 0 : (all.byTime.get(scrapedMs) ?? 0);
    const count = { total: sum, bad: some?.byTime.get(scrapedMs) ?? 0 };
    const series: CounterSeries = {
      series: `${criterion} ${pod}`,
      pod,
      side,
      requests: 0,
      counts: { [criterion]: count },
    };
    return { series, scrapedMs };
  });
  return {
    series: read.map(({ series }) => series),
    scrapedMs: read.length === 0 ? undefined : Math.min(...read.map(({ scrapedMs }) => scrapedMs)),
  };
}

/** The two were asked for one after the other, and the pod may have been read in between: what counts is the last time that both know. */
function latestOfBoth(all: Sums, some: Sums | undefined): number {
  const times = [...all.byTime.keys()];
  const latest = some === undefined ? Infinity : Math.max(...some.byTime.keys());
  const common = times.filter((time) => time <= latest);
  return Math.max(...(common.length === 0 ? times : common));
}

function sumsByPod({ podOf }: ArmPods, series: readonly PrometheusSeries[]): ReadonlyMap<string, Sums> {
  const sums = new Map<string, ArmPod & { readonly byTime: Map<number, number> }>();
  for (const { labels, samples } of series) {
    const found = podOf(labels);
    if (found === undefined) continue;
    const { byTime } = sums.get(found.pod) ?? { byTime: new Map<number, number>() };
    for (const [atMs, value] of samples) byTime.set(atMs, (byTime.get(atMs) ?? 0) + value);
    sums.set(found.pod, { ...found, byTime });
  }
  return sums;
}
