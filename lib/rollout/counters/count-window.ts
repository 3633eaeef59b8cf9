import type { ArmCounts, MeasuredWindow } from '../observation/measured-window.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import { addPods } from './add-pods.js';
import type { CountBaseline } from './count-baseline.js';
import type { CounterSeries, CounterSnapshot } from './counter-snapshot.js';
import { countSeries, type SeriesCount } from './count-series.js';
import type { HeldWeight } from './held-weight.js';
import { isSoundSeries } from './is-sound-series.js';

/** A baseline for the next window, and the window, where there is one. */
export interface Counted {
  readonly baseline: CountBaseline;
  readonly window?: MeasuredWindow;
}

/**
 * Makes a window of the counters since the last snapshot. There is one only where every proxy has held one weight for all of it and the
 * settling time was over when it began. Counts are whole and not negative. A gap between snapshots is one longer window.
 *
 * A series counts where it was read at both ends: one that is new, was missed or was reset has its first value as a
 * baseline. What it counted meanwhile is left out, because the others have it not for the same stretch of time.
 *
 * @param held undefined where not every proxy holds the same weight
 */
export function countWindow(
  plan: RolloutPlan,
  before: CountBaseline,
  snapshot: CounterSnapshot,
  held: HeldWeight | undefined,
): Counted {
  // Read twice, or late.
  if (before.atMs !== undefined && snapshot.atMs <= before.atMs) return { baseline: before };
  const now = seriesOf(snapshot);
  const baseline = { atMs: snapshot.atMs, series: now };
  if (before.atMs === undefined || held === undefined) return { baseline };
  if (before.atMs < held.heldFromMs + plan.timing.settleMs) return { baseline };
  const ms = snapshot.atMs - before.atMs;
  const counted = Object.entries(now).flatMap(([name, after]): readonly Named[] => {
    const first = before.series[name];
    const count = first === undefined ? undefined : countSeries(plan.criteria, first, after, ms);
    return count === undefined ? [] : [{ name, count }];
  });
  const carried = Object.fromEntries(counted.map(({ name, count }) => [name, count.baseline]));
  return {
    baseline: { atMs: snapshot.atMs, series: { ...now, ...carried } },
    window: {
      epoch: held.epoch,
      canaryWeight: held.canaryWeight,
      fromMs: before.atMs,
      toMs: snapshot.atMs,
      ...sums(
        plan,
        counted.map(({ count }) => count),
      ),
    },
  };
}

interface Named {
  readonly name: string;
  readonly count: SeriesCount;
}

/** By name. Of a series that is there twice, the one that has counted more. */
function seriesOf({ series }: CounterSnapshot): Readonly<Record<string, CounterSeries>> {
  const sorted = series.filter(isSoundSeries).sort((left, right) => left.requests - right.requests);
  return Object.fromEntries(sorted.map((one) => [one.series, one]));
}

function sums(plan: RolloutPlan, counted: readonly SeriesCount[]): Pick<MeasuredWindow, 'requests' | 'counts'> {
  const of = (side: CounterSeries['side']): readonly SeriesCount[] =>
    counted.filter(({ baseline }) => baseline.side === side);
  const sides = { canary: of('canary'), stable: of('stable') };
  const requests = (side: readonly SeriesCount[]): number => side.reduce((sum, one) => sum + one.requests, 0);
  const counts = plan.criteria.flatMap((criterion): readonly (readonly [string, ArmCounts])[] => {
    const arms = { canary: addPods(criterion, sides.canary), stable: addPods(criterion, sides.stable) };
    return arms.canary.length + arms.stable.length === 0 ? [] : [[criterion.name, arms]];
  });
  return {
    requests: { canary: requests(sides.canary), stable: requests(sides.stable) },
    counts: Object.fromEntries(counts),
  };
}
