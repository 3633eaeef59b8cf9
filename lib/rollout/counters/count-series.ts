import type { Criterion } from '../../ir/rollout/criterion.js';
import type { CounterSeries, CumulativeCount } from './counter-snapshot.js';

/** What a series counted between two snapshots, and what it counts from next. */
export interface SeriesCount {
  readonly requests: number;
  /** By criterion; one that was not read at both ends is not there. */
  readonly counts: Readonly<Record<string, CumulativeCount>>;
  readonly baseline: CounterSeries;
}

/**
 * What a series counted from one snapshot to the next.
 *
 * @param ms between the two: what a rate's events are told by
 * @returns undefined where a counter is less than it was, which tells of a new beginning, or the pod went to the other side
 */
export function countSeries(
  criteria: readonly Criterion[],
  first: CounterSeries,
  after: CounterSeries,
  ms: number,
): SeriesCount | undefined {
  if (first.side !== after.side || first.pod !== after.pod || after.requests < first.requests) return undefined;
  const counts: Record<string, CumulativeCount> = {};
  const next: Record<string, CumulativeCount> = { ...after.counts };
  for (const { name, measure } of criteria) {
    const from = first.counts[name];
    const to = after.counts[name];
    if (from === undefined || to === undefined) continue;
    if (to.total < from.total || to.bad < from.bad) return undefined;
    const total = measure.kind === 'rate' ? ms : to.total - from.total;
    // Counters are not read in one moment: a bad event may be seen before the event. It counts with the next window then.
    const bad = measure.kind === 'rate' ? to.bad - from.bad : Math.min(to.bad - from.bad, total);
    counts[name] = { total, bad };
    next[name] = { total: to.total, bad: from.bad + bad };
  }
  return { requests: after.requests - first.requests, counts, baseline: { ...after, counts: next } };
}
