import type { RegistryEvent } from '../model/registry-backend.js';
import type { RegistryContent } from '../model/registry-content.js';

/** Tells listeners what a backend knows of its store, and keeps it for those who come later. */
export interface EventTeller {
  readonly watch: (listener: (event: RegistryEvent) => void) => () => void;
  /** Says nothing where it is the content that was told last and nothing was stale. */
  readonly tellContent: (content: RegistryContent) => void;
  /** Says nothing where it is stale for this reason already. */
  readonly tellStale: (reason: string) => void;
  /** What was told last; absent before the first. */
  readonly content: () => RegistryContent | undefined;
  /** Absent while the content is that of the store. */
  readonly staleReason: () => string | undefined;
  /** Resolves when anything has been told. */
  readonly firstTold: Promise<void>;
}

/** Starts with nothing known. A new listener is called at once with what is known. */
export function createEventTeller(): EventTeller {
  const listeners = new Set<{ readonly hear: (event: RegistryEvent) => void }>();
  let content: RegistryContent | undefined;
  let staleReason: string | undefined;
  let resolveFirst = (): void => undefined;
  const firstTold = new Promise<void>((resolve) => {
    resolveFirst = resolve;
  });
  const tell = (event: RegistryEvent): void => {
    resolveFirst();
    for (const listener of [...listeners]) listener.hear(event);
  };
  return {
    watch: (hear) => {
      const listener = { hear };
      listeners.add(listener);
      if (content !== undefined) hear({ kind: 'content', content });
      if (staleReason !== undefined) hear({ kind: 'stale', reason: staleReason });
      return () => {
        listeners.delete(listener);
      };
    },
    tellContent: (next) => {
      if (next === content && staleReason === undefined) return;
      content = next;
      staleReason = undefined;
      tell({ kind: 'content', content });
    },
    tellStale: (reason) => {
      if (staleReason === reason) return;
      staleReason = reason;
      tell({ kind: 'stale', reason });
    },
    content: () => content,
    staleReason: () => staleReason,
    firstTold,
  };
}
