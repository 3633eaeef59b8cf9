import type { CounterSeries } from '../../rollout/counters/counter-snapshot.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import { observeSaturation } from './observe-saturation.js';
import { limitQuery, usageQuery } from './prometheus-queries.js';
import type { CustomOptions, CustomRead } from './read-custom-counters.js';

/** What was seen of a pod so far, by criterion and pod: Prometheus counts no windows. */
export type SaturationTallies = Map<string, SaturationTally>;

/** Looks at one pod. */
export interface SaturationTally {
  readonly total: number;
  readonly bad: number;
  /** Of the last look, by Prometheus' clock, ms. */
  readonly scrapedMs: number;
}

/** Reads how full pods are, and counts a look at a pod once, however often it is read. */
export async function readSaturation(
  plan: RolloutPlan,
  { ask, pods, scope }: Pick<CustomOptions, 'ask' | 'pods' | 'scope'>,
  tallies: SaturationTallies,
): Promise<readonly CustomRead[]> {
  const reads = plan.criteria.map(async ({ name, measure }): Promise<readonly CustomRead[]> => {
    if (measure.kind !== 'saturation') return [];
    const { resource, over } = measure;
    const [usage, limits] = await Promise.all([
      ask(usageQuery(resource, pods, scope)),
      ask(limitQuery(resource, pods, scope)),
    ]);
    if (usage.kind === 'problem') return lost(name, `Prometheus ${usage.problem}`);
    if (limits.kind === 'problem') return lost(name, `Prometheus ${limits.problem}`);
    const observed = observeSaturation(pods, { resource, usage: usage.series, limits: limits.series }, over);
    if (observed.length === 0)
      return lost(name, `Prometheus has read no pod of either side lately that has a limit of ${resource}`);
    const series = observed.map(({ pod, side, scrapedMs, isFull }): CounterSeries => {
      const key = `${name} ${pod}`;
      const before = tallies.get(key) ?? { total: 0, bad: 0, scrapedMs: 0 };
      const isNew = scrapedMs > before.scrapedMs;
      const tally = isNew ? { total: before.total + 1, bad: before.bad + (isFull ? 1 : 0), scrapedMs } : before;
      tallies.set(key, tally);
      return { series: key, pod, side, requests: 0, counts: { [name]: { total: tally.total, bad: tally.bad } } };
    });
    return [{ kind: 'read', series, scrapedMs: Math.min(...observed.map(({ scrapedMs }) => scrapedMs)) }];
  });
  return (await Promise.all(reads)).flat();
}

function lost(criterion: string, why: string): readonly CustomRead[] {
  return [{ kind: 'lost', reason: `criterion "${criterion}" cannot be told: ${why}` }];
}
