/** Streams that wait to be brought up to date, by group. */
export interface UpdateQueue<S> {
  /** Puts streams of a group in the queue; those that are in it keep their place. */
  readonly add: (group: string, streams: Iterable<S>) => void;
  readonly remove: (group: string, stream: S) => void;
  readonly removeGroup: (group: string) => void;
  /** Whether nobody waits. */
  readonly isEmpty: () => boolean;
}

/** What a queue is told. */
export interface UpdateQueueOptions<S> {
  /** Brings a stream up to date. It must not throw; it may remove streams from the queue. */
  readonly update: (group: string, stream: S) => void;
  /** Calls back after the network has had a turn. */
  readonly defer: (work: () => void) => void;
  /** Most streams between two turns of the network. */
  readonly sliceSize: number;
}

/**
 * Creates an empty queue. A few streams are served at once, the others in slices, so that the network is never kept waiting
 * for long. The group that changed first and the one that changed last are served by turns: a change that concerns few
 * does not wait for one before it that concerns all, and neither can starve the other.
 */
export function createUpdateQueue<S>({ update, defer, sliceSize }: UpdateQueueOptions<S>): UpdateQueue<S> {
  const waiting = new Map<string, Set<S>>();
  // Every group that waits is in it; those that do not any more go when they come up.
  const newestLast: string[] = [];
  let credit = sliceSize;
  let isDeferred = false;
  let isTurnOfNewest = true;
  const oldest = (): string | undefined => waiting.keys().next().value;
  const newest = (): string | undefined => {
    for (;;) {
      const group = newestLast.at(-1);
      if (group === undefined || waiting.has(group)) return group;
      newestLast.pop();
    }
  };
  const remove = (group: string, stream: S): void => {
    const streams = waiting.get(group);
    streams?.delete(stream);
    if (streams?.size === 0) waiting.delete(group);
  };
  const serve = (): void => {
    while (credit > 0) {
      const group = isTurnOfNewest ? newest() : oldest();
      isTurnOfNewest = !isTurnOfNewest;
      if (group === undefined) break;
      for (const stream of waiting.get(group) ?? []) {
        remove(group, stream);
        update(group, stream);
        break;
      }
      credit--;
    }
    // Once more when nothing is left, for what comes before the network's next turn belongs to the same slice.
    if (credit === sliceSize || isDeferred) return;
    isDeferred = true;
    defer(() => {
      isDeferred = false;
      credit = sliceSize;
      serve();
    });
  };
  return {
    add: (group, streams) => {
      const known = waiting.get(group);
      const all = known ?? new Set<S>();
      for (const stream of streams) all.add(stream);
      if (all.size === 0) return;
      if (known === undefined) {
        waiting.set(group, all);
        newestLast.push(group);
      }
      serve();
    },
    remove,
    removeGroup: (group) => {
      waiting.delete(group);
    },
    isEmpty: () => waiting.size === 0,
  };
}
