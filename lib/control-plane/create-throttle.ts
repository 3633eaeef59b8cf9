import type { Clock } from '../util/clock.js';

/** Something that is done soon after it was asked for, and once for what is asked in quick succession. */
export interface Throttle {
  readonly ask: () => void;
  /** Nothing is done any more. */
  readonly stop: () => void;
}

/** Creates one: what is asked for is done at once after some calm, else `ms` after the last time. */
export function createThrottle(clock: Pick<Clock, 'monotonic' | 'after'>, ms: number, act: () => void): Throttle {
  let lastAt = -Infinity;
  let cancel: (() => void) | undefined;
  let isStopped = false;
  const run = (): void => {
    cancel?.();
    cancel = undefined;
    lastAt = clock.monotonic();
    act();
  };
  return {
    ask: () => {
      if (isStopped || cancel !== undefined) return;
      const waitMs = lastAt + ms - clock.monotonic();
      if (waitMs <= 0) run();
      else cancel = clock.after(waitMs, run);
    },
    stop: () => {
      isStopped = true;
      cancel?.();
      cancel = undefined;
    },
  };
}
