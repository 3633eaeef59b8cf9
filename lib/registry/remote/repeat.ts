import type { Clock } from '../../util/clock.js';

/** Does something again and again, each time so many ms after the last time has ended. Ends with the returned function. */
export function repeat(clock: Clock, everyMs: number, work: () => Promise<void>): () => void {
  let isClosed = false;
  let endTimer = (): void => undefined;
  const run = async (): Promise<void> => {
    await work();
    schedule();
  };
  const schedule = (): void => {
    if (!isClosed) endTimer = clock.after(everyMs, () => void run());
  };
  schedule();
  return () => {
    isClosed = true;
    endTimer();
  };
}
