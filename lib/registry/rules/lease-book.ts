import type { Clock } from '../../util/clock.js';

/** Who has a lease, and until when. */
export interface LeaseBook<Key> {
  /** Starts a lease, or starts it anew. */
  readonly start: (key: Key, ttlMs: number) => void;
  readonly end: (key: Key) => void;
  readonly isOver: (key: Key) => boolean;
  /** Stops the timer; no lease ends any more. */
  readonly close: () => void;
}

/** How leases are kept. */
export interface LeaseBookOptions<Key> {
  readonly clock: Clock;
  /** Called with those whose lease has ended. They stay in the book, and are told again a second later, until `end`. */
  readonly onOver: (keys: readonly Key[]) => void;
}

const tickMs = 1000;
/** A timer that comes so late means that the process stood still, and nobody could renew. */
const stillMs = 500;

interface Entry<Key> {
  readonly key: Key;
  at: number;
}

/**
 * Keeps leases by lengths of time, so that a wall clock that jumps ends none of them and keeps none for ever. One timer looks
 * each second, and on time where a lease ends earlier. Time in which the process itself stood still does not count.
 *
 * @typeParam Key compared as in a Map.
 */
export function leaseBook<Key>({ clock, onOver }: LeaseBookOptions<Key>): LeaseBook<Key> {
  const ends = new Map<Key, number>();
  // By the moment at which to look: a renewal moves the end only, and the entry when it is looked at.
  const heap: Entry<Key>[] = [];
  const inHeap = new Map<Key, Entry<Key>>();
  let stoodStillMs = 0;
  let due = Infinity;
  let stopTimer: (() => void) | undefined;
  const now = (): number => clock.monotonic() - stoodStillMs;

  const look = (): void => {
    const late = now() - due;
    if (late > stillMs) stoodStillMs += late;
    due = Infinity;
    stopTimer = undefined;
    const over: Key[] = [];
    for (let first = heap[0]; first !== undefined && first.at <= now(); first = heap[0]) {
      pop(heap);
      if (inHeap.get(first.key) !== first) continue;
      inHeap.delete(first.key);
      const end = ends.get(first.key);
      if (end === undefined) continue;
      if (end <= now()) over.push(first.key);
      add(first.key, end <= now() ? now() + tickMs : end);
    }
    arm();
    if (over.length > 0) onOver(over);
  };
  const add = (key: Key, at: number): void => {
    const entry = { key, at };
    inHeap.set(key, entry);
    push(heap, entry);
  };
  const arm = (): void => {
    const first = heap[0];
    const wanted = first === undefined ? Infinity : Math.max(now(), Math.min(first.at, now() + tickMs));
    if (wanted >= due) return;
    stopTimer?.();
    due = wanted;
    stopTimer = clock.after(Math.ceil(wanted - now()), look);
  };
  return {
    start: (key, ttlMs) => {
      const end = now() + ttlMs;
      ends.set(key, end);
      const known = inHeap.get(key);
      // One that looks too late cannot be moved in a heap; another one looks in time, and the old one then finds nothing to do.
      if (known === undefined || known.at > end) add(key, end);
      arm();
    },
    end: (key) => {
      ends.delete(key);
    },
    isOver: (key) => (ends.get(key) ?? Infinity) <= now(),
    close: () => {
      stopTimer?.();
      ends.clear();
      heap.length = 0;
      inHeap.clear();
    },
  };
}

function push<Key>(heap: Entry<Key>[], entry: Entry<Key>): void {
  let index = heap.length;
  heap.push(entry);
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!swapIfLater(heap, parent, index)) return;
    index = parent;
  }
}

function pop<Key>(heap: Entry<Key>[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  heap[0] = last;
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    const right = left + 1;
    const child = (heap[right]?.at ?? Infinity) < (heap[left]?.at ?? Infinity) ? right : left;
    if (!swapIfLater(heap, index, child)) return;
    index = child;
  }
}

function swapIfLater<Key>(heap: Entry<Key>[], parent: number, child: number): boolean {
  const [above, below] = [heap[parent], heap[child]];
  if (above === undefined || below === undefined || above.at <= below.at) return false;
  heap[parent] = below;
  heap[child] = above;
  return true;
}
