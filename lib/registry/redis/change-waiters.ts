import type { Clock } from '../../util/clock.js';

/** Those who wait until a change has been told. */
export interface ChangeWaiters {
  /** Resolves when `wakeUpTo` comes to this change or beyond it, or after `atMostMs`. */
  readonly until: (generation: number, atMostMs: number) => Promise<void>;
  readonly wakeUpTo: (generation: number) => void;
}

/** Nobody waits yet. */
export function changeWaiters(clock: Clock): ChangeWaiters {
  const waiters = new Set<{ readonly generation: number; readonly resolve: () => void }>();
  let told = 0;
  return {
    until: (generation, atMostMs) =>
      new Promise((resolve) => {
        if (generation <= told) {
          resolve();
          return;
        }
        const waiter = {
          generation,
          resolve: () => {
            waiters.delete(waiter);
            endTimer();
            resolve();
          },
        };
        const endTimer = clock.after(atMostMs, waiter.resolve);
        waiters.add(waiter);
      }),
    wakeUpTo: (generation) => {
      told = generation;
      for (const waiter of [...waiters]) if (waiter.generation <= generation) waiter.resolve();
    },
  };
}
