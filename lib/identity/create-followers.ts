import type { Identity } from './identity-provider.js';

/** Who follows which identity, and what each was last. */
export interface Followers {
  /** Tells what is known already soon, and all that is published. Ends with the returned function. */
  readonly follow: (spiffeId: string, listener: (identity: Identity) => void) => () => void;
  /** Tells an identity to those who follow it. */
  readonly publish: (spiffeId: string, identity: Identity) => void;
  /** What was published last to those who still follow. */
  readonly published: () => ReadonlyMap<string, Identity>;
  readonly isFollowed: (spiffeId: string) => boolean;
  /** Nobody is told anything any more. */
  readonly close: () => void;
}

/** What the owner of followers wants to hear of. */
export interface FollowersOptions {
  /** Somebody follows an id that nobody followed. */
  readonly onFirst: (spiffeId: string) => void;
  /** Nobody follows it any more. */
  readonly onLast?: (spiffeId: string) => void;
}

/** Creates an empty list of followers. */
export function createFollowers({ onFirst, onLast = () => undefined }: FollowersOptions): Followers {
  const listenersById = new Map<string, Set<(identity: Identity) => void>>();
  const lastById = new Map<string, Identity>();
  let isClosed = false;
  return {
    follow: (spiffeId, listener) => {
      if (isClosed) return () => undefined;
      // Its own function: one listener may follow twice.
      const told = (identity: Identity): void => {
        listener(identity);
      };
      const listeners = listenersById.get(spiffeId) ?? new Set();
      listeners.add(told);
      const known = lastById.get(spiffeId);
      if (known !== undefined) {
        queueMicrotask(() => {
          // What was published since was told to this one too.
          if (listeners.has(told) && lastById.get(spiffeId) === known) told(known);
        });
      }
      if (listeners.size === 1) {
        listenersById.set(spiffeId, listeners);
        onFirst(spiffeId);
      }
      return () => {
        if (!listeners.delete(told) || listeners.size > 0 || isClosed) return;
        listenersById.delete(spiffeId);
        lastById.delete(spiffeId);
        onLast(spiffeId);
      };
    },
    publish: (spiffeId, identity) => {
      const listeners = listenersById.get(spiffeId);
      if (listeners === undefined) return;
      lastById.set(spiffeId, identity);
      for (const listener of [...listeners]) listener(identity);
    },
    published: () => lastById,
    isFollowed: (spiffeId) => listenersById.has(spiffeId),
    close: () => {
      isClosed = true;
      for (const listeners of listenersById.values()) listeners.clear();
      listenersById.clear();
      lastById.clear();
    },
  };
}
