/** Those who want to hear of each change of something. */
export interface Listeners<Told extends readonly unknown[] = []> {
  /** Calls back on each change until the returned function is called. */
  readonly add: (listener: (...told: Told) => void) => () => void;
  readonly tell: (...told: Told) => void;
  readonly clear: () => void;
}

/** Creates an empty list. */
export function createListeners<Told extends readonly unknown[] = []>(): Listeners<Told> {
  // One function may be added twice, and is then two listeners.
  const listeners = new Set<{ readonly listener: (...told: Told) => void }>();
  return {
    add: (listener) => {
      const entry = { listener };
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    tell: (...told) => {
      for (const { listener } of [...listeners]) listener(...told);
    },
    clear: () => {
      listeners.clear();
    },
  };
}
