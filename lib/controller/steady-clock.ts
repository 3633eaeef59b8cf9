import type { Clock } from '../util/clock.js';

/**
 * A clock whose wall time never goes back: where the machine's does, it goes on by lengths of time until the machine has caught
 * up. A jump ahead it follows. What tells the times of counts and the controller that judges them need one and the same.
 */
export function steadyClock(clock: Clock): Clock {
  let last = { now: clock.now(), at: clock.monotonic() };
  return {
    now: () => {
      const at = clock.monotonic();
      last = { now: Math.max(clock.now(), last.now + at - last.at), at };
      return last.now;
    },
    monotonic: clock.monotonic,
    after: clock.after,
  };
}
