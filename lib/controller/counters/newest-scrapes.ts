import { contentHash } from '../../util/content-hash.js';
import type { CounterSample } from './counter-sample.js';
import { envoyCounterLabels } from './envoy-counter-names.js';
import type { PrometheusSeries } from './prometheus-answer.js';

/** A proxy as Prometheus knows it. */
export interface ScrapedReader {
  /** The same in all reads, and no other's. */
  readonly reader: string;
  /** Of what is read there, as Prometheus calls it; undefined where it does not say. */
  readonly job: string | undefined;
  /** When it was read last, by Prometheus' clock, ms. */
  readonly scrapedMs: number;
  /** What it had then. */
  readonly samples: readonly CounterSample[];
}

/** Hex digits that keep readers apart whose pods, or addresses, have the same name. */
const hashLength = 8;

/**
 * Puts together what was read of each proxy at one time. What it no longer had at the last time is left out, though Prometheus still knows
 * what it was before: a proxy that was started again has counters of before in no other way.
 */
export function newestScrapes(series: readonly PrometheusSeries[]): readonly ScrapedReader[] {
  // Names are made once for each reader, of which there may be thousands with dozens of series each.
  const byLabels = new Map<
    string,
    { readonly labels: PrometheusSeries['labels']; readonly series: PrometheusSeries[] }
  >();
  for (const each of series) {
    const key = ownLabels(each.labels);
    const known = byLabels.get(key);
    if (known === undefined) byLabels.set(key, { labels: each.labels, series: [each] });
    else known.series.push(each);
  }
  return [...byLabels.values()].map(({ labels: readerLabels, series: own }) => {
    const reader = readerOf(readerLabels);
    const job = readerLabels['job'];
    const scrapedMs = own.reduce((latest, { samples }) => Math.max(latest, samples.at(-1)?.[0] ?? 0), 0);
    const samples = own.flatMap(({ labels, samples: read }): readonly CounterSample[] => {
      const [atMs, value] = read.at(-1) ?? [];
      if (atMs !== scrapedMs || value === undefined) return [];
      return [{ reader, metric: labels['__name__'] ?? '', labels, value }];
    });
    return { reader, job, scrapedMs, samples };
  });
}

/** Names who was read by the labels that Prometheus gives to all that it reads there. */
export function readerOf(labels: Readonly<Record<string, string>>): string {
  const name = labels['pod'] ?? labels['instance'] ?? 'proxy';
  return `${name}#${contentHash(ownLabels(labels), hashLength)}`;
}

function ownLabels(labels: Readonly<Record<string, string>>): string {
  const own = Object.entries(labels).filter(
    ([name]) => name !== '__name__' && name !== envoyCounterLabels.edge && !name.startsWith('envoy_'),
  );
  return JSON.stringify(own.sort(([left], [right]) => (left < right ? -1 : 1)));
}
