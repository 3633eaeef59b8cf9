import type { ArmPod, ArmPods } from './arm-pods.js';
import type { PrometheusSeries } from './prometheus-answer.js';

/** What Prometheus has of the use of a resource. */
export interface SaturationAnswers {
  readonly resource: 'cpu' | 'memory';
  /** By container: seconds of CPU time since its start, or bytes. */
  readonly usage: readonly PrometheusSeries[];
  /** By container: cores, or bytes. */
  readonly limits: readonly PrometheusSeries[];
}

/** A look at one pod. */
export interface ObservedPod extends ArmPod {
  /** When its use was read last, by Prometheus' clock, ms. */
  readonly scrapedMs: number;
  /** Whether one of its containers used more than the given share of its limit. */
  readonly isFull: boolean;
}

/**
 * Looks at the pods of both sides. Containers without a limit, and those whose use of CPU was read once only, tell nothing; nor do pods of
 * nothing but such.
 *
 * @param over share of the limit, over 0 to 1
 */
export function observeSaturation(
  { podOf }: ArmPods,
  { resource, usage, limits }: SaturationAnswers,
  over: number,
): readonly ObservedPod[] {
  const limitOf = new Map(limits.map(({ labels, samples }) => [containerOf(podOf, labels), samples.at(-1)?.[1]]));
  const observed = new Map<string, ObservedPod>();
  for (const { labels, samples } of usage) {
    const found = podOf(labels);
    const used = resource === 'cpu' ? coresUsed(samples) : samples.at(-1)?.[1];
    const limit = limitOf.get(containerOf(podOf, labels));
    const scrapedMs = samples.at(-1)?.[0];
    if (found === undefined || scrapedMs === undefined || used === undefined || limit === undefined || !(limit > 0))
      continue;
    const before = observed.get(found.pod);
    observed.set(found.pod, {
      ...found,
      scrapedMs: Math.max(scrapedMs, before?.scrapedMs ?? 0),
      isFull: used > limit * over || before?.isFull === true,
    });
  }
  return [...observed.values()];
}

function containerOf(podOf: ArmPods['podOf'], labels: Readonly<Record<string, string>>): string {
  return `${podOf(labels)?.pod ?? ''} ${labels['container'] ?? ''}`;
}

/** Between the first and the last reading; a container that was started again in between tells nothing. */
function coresUsed(samples: PrometheusSeries['samples']): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last[0] <= first[0] || last[1] < first[1]) return undefined;
  return ((last[1] - first[1]) * 1000) / (last[0] - first[0]);
}
