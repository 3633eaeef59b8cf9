import { isDeepStrictEqual } from 'node:util';
import type { RegistryContent } from '../../registry/model/registry-content.js';
import type { BackendState, Registry } from '../../registry/registry.js';
import { contentChanges, type ContentChange } from './content-changes.js';

/** What was told at one place of a feed. */
export type FeedEvent = { readonly position: number } & (
  | { readonly kind: 'change'; readonly change: ContentChange }
  | { readonly kind: 'backends'; readonly backends: readonly BackendState[] }
);

/** Changes of a registry in order, each with a place. */
export interface ChangeFeed {
  /** Names this feed: places of another mean nothing here. */
  readonly epoch: string;
  /** The registry as it is at a place of the feed: now. */
  readonly now: () => { readonly position: number; readonly content: RegistryContent };
  /** What came after a place; undefined where that is no longer remembered, or never was. */
  readonly since: (position: number) => readonly FeedEvent[] | undefined;
  /** Hears of events as they come. Ends with the returned function. */
  readonly follow: (listener: (events: readonly FeedEvent[]) => void) => () => void;
  readonly close: () => void;
}

/** How many events a feed remembers unless said. */
const remembered = 10_000;

/** Starts a feed. */
export function createChangeFeed(
  registry: Pick<Registry, 'content' | 'backends' | 'watch'>,
  { epoch, capacity = remembered }: { readonly epoch: string; readonly capacity?: number },
): ChangeFeed {
  const listeners = new Set<(events: readonly FeedEvent[]) => void>();
  let content = registry.content();
  let backends = registry.backends();
  let events: FeedEvent[] = [];
  let position = 0;

  const sync = (): void => {
    const [next, states] = [registry.content(), registry.backends()];
    const fresh: FeedEvent[] = contentChanges(content, next).map((change) => ({
      kind: 'change',
      position: ++position,
      change,
    }));
    if (!isDeepStrictEqual(backends, states)) fresh.push({ kind: 'backends', position: ++position, backends: states });
    content = next;
    backends = states;
    if (fresh.length === 0) return;
    events = [...events, ...fresh].slice(-capacity);
    for (const listener of listeners) listener(fresh);
  };
  const unwatch = registry.watch(sync);

  return {
    epoch,
    now: () => {
      sync();
      return { position, content };
    },
    since: (after) => {
      sync();
      const oldest = events[0]?.position ?? position + 1;
      return after > position || after < oldest - 1 ? undefined : events.filter((event) => event.position > after);
    },
    follow: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: () => {
      unwatch();
      listeners.clear();
    },
  };
}
