import type { RegistryBackend, RegistryEvent } from '../../registry/model/registry-backend.js';
import type { RegistryContent } from '../../registry/model/registry-content.js';
import type { Clock } from '../../util/clock.js';
import { createThrottle } from '../create-throttle.js';
import type { KeptContent } from './content-json.js';

/** Where the content is kept over a restart. */
export interface ContentKeeper {
  /** What was kept; undefined where there is nothing. */
  readonly kept: KeptContent | undefined;
  /** Keeps another content. It must not throw. */
  readonly keep: (content: RegistryContent) => void;
}

/** A backend that remembers. */
export interface RememberingBackend extends RegistryBackend {
  /** Resolves when it has told of a content for the first time: the store's, or what was kept. */
  readonly isKnown: Promise<void>;
}

/** A store that changes all the time is kept so often at most. */
const keepEveryMs = 1_000;

/**
 * A backend whose store is elsewhere and may be away when this process starts: until the store is heard, it tells what was
 * kept of it, as stale. So proxies that come back do not lose endpoints because their server has lost its store.
 */
export function rememberContent(backend: RegistryBackend, keeper: ContentKeeper, clock: Clock): RememberingBackend {
  const listeners = new Set<(event: RegistryEvent) => void>();
  let last: RegistryEvent[] =
    keeper.kept === undefined
      ? []
      : [
          { kind: 'content', content: keeper.kept.content },
          { kind: 'stale', reason: 'it was not reached since the start: this is what it held before' },
        ];
  let markKnown = (): void => undefined;
  const isKnown = new Promise<void>((resolve) => {
    markKnown = resolve;
  });
  if (last.length > 0) markKnown();
  let unkept: RegistryContent | undefined;
  const keepNow = (): void => {
    if (unkept !== undefined) keeper.keep(unkept);
    unkept = undefined;
  };
  // A change in a calm time is kept at once: store and server may fail together.
  const keepSoon = createThrottle(clock, keepEveryMs, keepNow);
  const endWatch = backend.watch((event) => {
    // What stands is the last content and, behind it, whether it is stale.
    last = event.kind === 'content' ? [event] : [...last.filter(({ kind }) => kind === 'content'), event];
    if (event.kind === 'content') {
      markKnown();
      unkept = event.content;
      keepSoon.ask();
    }
    for (const listener of [...listeners]) listener(event);
  });
  return {
    kind: backend.kind,
    canWrite: backend.canWrite,
    write: backend.write,
    isKnown,
    watch: (listener) => {
      // Two watchers may be one function.
      const own = (event: RegistryEvent): void => {
        listener(event);
      };
      for (const event of last) own(event);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
    close: async () => {
      endWatch();
      keepSoon.stop();
      keepNow();
      listeners.clear();
      await backend.close();
    },
  };
}
