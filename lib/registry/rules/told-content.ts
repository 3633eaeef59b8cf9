import type { RegistryBackend, RegistryEvent } from '../model/registry-backend.js';
import type { RegistryContent } from '../model/registry-content.js';

/** What a backend has told last, and whom it tells. */
export interface ToldContent {
  /** A new listener is called at once with what is known. */
  readonly watch: RegistryBackend['watch'];
  /** Says nothing where it is the content that was told last and nothing was stale. */
  readonly tell: (content: RegistryContent) => void;
  /** Tells that the content is all that is known, until `tell` ends it; nothing where it is stale for this reason already. */
  readonly tellStale: (reason: string) => void;
  /** What was told last; absent before the first. */
  readonly content: () => RegistryContent | undefined;
  /** Absent while the content is that of the store. */
  readonly staleReason: () => string | undefined;
  /** Resolves when anything has been told. */
  readonly firstTold: Promise<void>;
  /** Tells nobody any more. */
  readonly close: () => void;
}

/** Starts with a content, or with nothing: listeners then wait for the first. */
export function toldContent(first?: RegistryContent): ToldContent {
  const listeners = new Set<(event: RegistryEvent) => void>();
  let content = first;
  let staleReason: string | undefined;
  let resolveFirst = (): void => undefined;
  const firstTold = new Promise<void>((resolve) => {
    resolveFirst = resolve;
  });
  if (first !== undefined) resolveFirst();
  const tellAll = (event: RegistryEvent): void => {
    resolveFirst();
    for (const listener of [...listeners]) listener(event);
  };
  return {
    watch: (listener) => {
      // The same function may listen twice.
      const own = (event: RegistryEvent): void => {
        if (listeners.has(own)) listener(event);
      };
      listeners.add(own);
      if (content !== undefined) own({ kind: 'content', content });
      if (staleReason !== undefined) own({ kind: 'stale', reason: staleReason });
      return () => {
        listeners.delete(own);
      };
    },
    tell: (next) => {
      if (next === content && staleReason === undefined) return;
      content = next;
      staleReason = undefined;
      tellAll({ kind: 'content', content });
    },
    tellStale: (reason) => {
      if (staleReason === reason) return;
      staleReason = reason;
      tellAll({ kind: 'stale', reason });
    },
    content: () => content,
    staleReason: () => staleReason,
    firstTold,
    close: () => {
      listeners.clear();
    },
  };
}
