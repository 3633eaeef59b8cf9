import type { RegistryBackend, RegistryEvent } from '../model/registry-backend.js';
import type { RegistryContent } from '../model/registry-content.js';

/** What a backend has told last, and whom it tells. */
export interface ToldContent {
  readonly watch: RegistryBackend['watch'];
  /** Tells everybody, also where it is the same content as before but was stale. */
  readonly tell: (content: RegistryContent) => void;
  /** Tells once that the content is all that is known, until `tell` ends it. */
  readonly tellStale: (reason: string) => void;
  /** Tells nobody any more. */
  readonly close: () => void;
}

/** Starts with a content, or with nothing: listeners then wait for the first. */
export function toldContent(first?: RegistryContent): ToldContent {
  const listeners = new Set<(event: RegistryEvent) => void>();
  let content = first;
  let staleReason: string | undefined;
  const tellAll = (event: RegistryEvent): void => {
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
      if (staleReason !== undefined) return;
      staleReason = reason;
      tellAll({ kind: 'stale', reason });
    },
    close: () => {
      listeners.clear();
    },
  };
}
