/** Those who want to hear of each change of something. */
export interface Listeners {
  /** Calls back on each change until the returned function is called. */
  readonly add: (listener: () => void) => () => void;
  readonly tell: () => void;
  readonly clear: () => void;
}

/** Creates an empty list. */
export function createListeners(): Listeners {
  // One function may be added twice, and is then two listeners.
  const listeners = new Set<{ readonly listener: () => void }>();
  return {
    add: (listener) => {
      const entry = { listener };
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    tell: () => {
      for (const { listener } of [...listeners]) listener();
    },
    clear: () => {
      listeners.clear();
    },
  };
}
