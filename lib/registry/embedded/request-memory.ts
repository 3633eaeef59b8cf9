import type { Clock } from '../../util/clock.js';
import type { RememberedRequest } from './record-keys.js';

/** When which request was done: what the store may forget. */
export interface RequestMemory {
  /** The store's own time, ms: it goes on evenly while the process runs, and is never earlier than what is remembered. */
  readonly now: () => number;
  /** Keys that may go when `added` others come, oldest first; a few at a time. */
  readonly outdated: (added: number) => readonly string[];
  /** Notes that these were done now, and that the oldest `forgotten` are gone. */
  readonly remember: (keys: readonly string[], forgotten: number) => void;
}

const dayMs = 86_400_000;
const limit = 200_000;
/** So that no commit has to remove a whole day at once. */
const atOnce = 100;

/** Finds the requests among a store's records. */
export function requestMemory(records: ReadonlyMap<string, string>, clock: Clock): RequestMemory {
  const known = [...records]
    .filter(([key]) => key.startsWith('request '))
    .map(([key, text]) => ({ key, at: (JSON.parse(text) as RememberedRequest).at }))
    .sort((a, b) => a.at - b.at);
  let first = 0;
  // A wall clock that has gone back since then must not make young what is old.
  const start = Math.max(clock.now(), known.at(-1)?.at ?? 0) - clock.monotonic();
  const now = (): number => start + clock.monotonic();
  return {
    now,
    outdated: (added) => {
      const keys: string[] = [];
      const surplus = known.length - first + added - limit;
      for (const { key, at } of known.slice(first, first + atOnce + Math.max(0, added))) {
        if (at > now() - dayMs && keys.length >= surplus) break;
        keys.push(key);
      }
      return keys;
    },
    remember: (keys, forgotten) => {
      first += forgotten;
      if (first > limit) known.splice(0, first);
      if (first > limit) first = 0;
      for (const key of keys) known.push({ key, at: now() });
    },
  };
}
