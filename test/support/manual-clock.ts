import type { Clock } from '../../lib/util/clock.js';

/** A clock that a test moves. */
export interface ManualClock extends Clock {
  /** Time passes: both clocks go on, and what is due is called, in order. */
  readonly advance: (ms: number) => void;
  /** The wall clock is set to another time; no time passes. */
  readonly jump: (ms: number) => void;
  /** How many timers wait. */
  readonly waiting: () => number;
}

/** Creates a clock that stands still at `start`, ms since the epoch. */
export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let wall = start;
  let passed = 0;
  let timers: readonly { readonly at: number; readonly callback: () => void }[] = [];
  return {
    now: () => wall,
    monotonic: () => passed,
    after: (ms, callback) => {
      const timer = { at: passed + Math.max(ms, 0), callback };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    advance: (ms) => {
      const end = passed + ms;
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((left, right) => left.at - right.at);
        if (next === undefined) break;
        timers = timers.filter((each) => each !== next);
        wall += Math.max(next.at - passed, 0);
        passed = Math.max(next.at, passed);
        next.callback();
      }
      wall += end - passed;
      passed = end;
    },
    jump: (ms) => {
      wall += ms;
    },
    waiting: () => timers.length,
  };
}
