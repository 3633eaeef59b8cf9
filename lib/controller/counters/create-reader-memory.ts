import { readerOf, type ScrapedReader } from './newest-scrapes.js';
import type { PrometheusSeries } from './prometheus-answer.js';

/** One look at who could be read. */
export interface ReadersSeen {
  readonly readers: readonly ScrapedReader[];
  /**
   * By Prometheus' word, whether those of `jobs` could be read: the time of the last try in seconds, negative where it failed. Those that
   * it has stopped to follow are not there.
   */
  readonly tries: readonly PrometheusSeries[];
  /** Prometheus' time, ms. */
  readonly nowMs: number;
  /** How old a reading may be. */
  readonly freshMs: number;
}

/** Who counts, from one read to the next: silence of some of them has to show. */
export interface ReaderMemory {
  /** The jobs that readers were of. */
  readonly jobs: () => readonly string[];
  /** Takes a look, and says who should have been seen and was not. */
  readonly missing: (seen: ReadersSeen) => readonly string[];
}

interface Known {
  readonly job: string | undefined;
  readonly seenMs: number;
}

/** How long those are waited for of whom Prometheus says nothing at all, as others do that speak its language. */
const patienceMs = 60_000;

/** Begins with knowing nobody. */
export function createReaderMemory(): ReaderMemory {
  let known = new Map<string, Known>();
  return {
    jobs: () => [...new Set([...known.values()].flatMap(({ job }) => (job === undefined ? [] : [job])))].sort(),
    missing: ({ readers, tries, nowMs, freshMs }) => {
      const seen = new Map(readers.map(({ reader, job, scrapedMs }) => [reader, { job, seenMs: scrapedMs }]));
      const lastTries = new Map(tries.map(({ labels, samples }) => [readerOf(labels), samples.at(-1)?.[1] ?? 0]));
      const isMissing = (reader: string, { seenMs }: Known): boolean => {
        if (tries.length === 0) return nowMs - seenMs < patienceMs;
        const lastTry = lastTries.get(reader);
        // Nobody tries any more: it has gone. Tried lately, and it answered: it has nothing to do with the rollout any more.
        return lastTry !== undefined && (lastTry < 0 || nowMs - lastTry * 1000 > freshMs);
      };
      const missing = new Map([...known].filter(([reader, one]) => !seen.has(reader) && isMissing(reader, one)));
      known = new Map([...seen, ...missing]);
      return [...missing.keys()];
    },
  };
}
