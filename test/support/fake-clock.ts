import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../lib/util/clock.js';

/** A clock that a test moves. */
export interface FakeClock extends Clock {
  /** Lets time go on; timers ring in order, each at its own moment, and what they start gets turns of the loop to happen. */
  readonly advance: (ms: number) => Promise<void>;
  /** The process stands still for so long: timers that should have rung in between ring after it. */
  readonly standStill: (ms: number) => Promise<void>;
  /** Moves the wall clock only. */
  readonly jump: (ms: number) => void;
  /** How many timers are armed. */
  readonly timers: () => number;
}

/** A clock that stands at `start`, ms since the epoch, until it is moved. */
export function fakeClock(start = Date.UTC(2026, 0, 1)): FakeClock {
  let wall = start;
  let monotonic = 1000;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  const move = (ms: number): void => {
    wall += ms;
    monotonic += ms;
  };
  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < 4; turns += 1) await turn();
  };
  const ring = async (until: number): Promise<void> => {
    for (;;) {
      const [next] = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) return;
      timers.delete(next);
      if (next.at > monotonic) move(next.at - monotonic);
      next.callback();
      await settle();
    }
  };
  return {
    now: () => wall,
    monotonic: () => monotonic,
    after: (ms, callback) => {
      const timer = { at: monotonic + ms, callback };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    advance: async (ms) => {
      await settle();
      const until = monotonic + ms;
      await ring(until);
      if (until > monotonic) move(until - monotonic);
      await settle();
    },
    standStill: async (ms) => {
      move(ms);
      await ring(monotonic);
      await settle();
    },
    jump: (ms) => {
      wall += ms;
    },
    timers: () => timers.size,
  };
}
