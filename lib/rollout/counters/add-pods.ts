import type { Criterion } from '../../ir/rollout/criterion.js';
import type { PodCount } from '../observation/measured-window.js';
import type { SeriesCount } from './count-series.js';

/** Sums by pod what several readers counted of one criterion, sorted by pod. A rate's time is the pod's, however many watched it. */
export function addPods({ name, measure }: Criterion, counted: readonly SeriesCount[]): readonly PodCount[] {
  const byPod = new Map<string, PodCount>();
  for (const { baseline, counts } of counted) {
    const count = counts[name];
    if (count === undefined) continue;
    const { pod } = baseline;
    const sum = byPod.get(pod) ?? { pod, total: 0, bad: 0 };
    const total = measure.kind === 'rate' ? Math.max(sum.total, count.total) : sum.total + count.total;
    byPod.set(pod, { pod, total, bad: sum.bad + count.bad });
  }
  return [...byPod.values()].sort((left, right) => (left.pod < right.pod ? -1 : 1));
}
