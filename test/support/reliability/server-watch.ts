import { repeat } from './repeat.js';
import { residentMemory } from './resident-memory.js';
import type { SecretServe } from './start-secret-serve.js';

/** A look at a server. */
export interface ServerSample {
  /** Seconds since it was first looked at. */
  readonly age: number;
  /** Resident memory and used heap, in MiB. */
  readonly rss: number;
  readonly heap: number;
  /** Open xDS streams. */
  readonly streams: number;
}

/** The server that runs now, as it was seen over time. */
export interface ServerWatch {
  readonly latest: () => ServerSample | undefined;
  /** Of each twentieth of its life: the latest look, with the least of the heap, which is what is left after a collection. */
  readonly summary: () => readonly ServerSample[];
  /** The least of the heap in the last quarter of its life, as a multiple of the least in the first. */
  readonly heapGrowth: () => number;
  readonly stop: () => Promise<void>;
}

const lookEveryMs = 5_000;
const slices = 20;

/** Looks every few seconds at the server that runs at the time, until it is stopped. */
export function watchServer({ current, isUp }: Pick<SecretServe, 'current' | 'isUp'>): ServerWatch {
  let pid = 0;
  let startedAt = 0;
  let samples: ServerSample[] = [];
  const look = async (): Promise<void> => {
    const { process, api, apiUrl } = current();
    if (process.pid !== pid) [pid, startedAt, samples] = [process.pid, Date.now(), []];
    const { items } = (await api('GET /v1/proxies?limit=100')) as { readonly items: readonly { streams: number }[] };
    const metrics = await (await fetch(`${apiUrl}/metrics`)).text();
    const heap = Math.round(Number(/^nodejs_heap_size_used_bytes (\S+)$/m.exec(metrics)?.[1]) / 1_048_576);
    const streams = items.reduce((total, proxy) => total + proxy.streams, 0);
    const age = Math.round((Date.now() - startedAt) / 1_000);
    samples.push({ age, rss: residentMemory(pid), heap, streams });
  };
  const looking = repeat(lookEveryMs, async () => {
    // A server that was killed meanwhile answers nothing.
    await look().catch((error: unknown) => {
      if (isUp() && current().process.pid === pid) throw error;
    });
  });
  return {
    latest: () => samples.at(-1),
    summary: () => {
      const size = Math.ceil(samples.length / slices);
      return Array.from({ length: Math.ceil(samples.length / size) }, (_, index) => {
        const slice = samples.slice(index * size, (index + 1) * size);
        return { ...lastOf(slice), heap: Math.min(...slice.map(({ heap }) => heap)) };
      });
    },
    heapGrowth: () => {
      const heaps = samples.map(({ heap }) => heap);
      const quarter = Math.ceil(heaps.length / 4);
      return Math.min(...heaps.slice(-quarter)) / Math.min(...heaps.slice(0, quarter));
    },
    stop: looking.stop,
  };
}

function lastOf(slice: readonly ServerSample[]): ServerSample {
  const last = slice.at(-1);
  if (last === undefined) throw new Error('nothing was seen of the server');
  return last;
}
