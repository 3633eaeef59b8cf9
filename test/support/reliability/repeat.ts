import { setTimeout as sleep } from 'node:timers/promises';

/** Does something again and again, with a pause between, until it is stopped; `stop` rejects with what went wrong. */
export function repeat(pauseMs: number, act: () => Promise<void>): { readonly stop: () => Promise<void> } {
  const end = new AbortController();
  const run = async (): Promise<void> => {
    while (!end.signal.aborted) {
      await act();
      await sleep(pauseMs, undefined, { signal: end.signal }).catch(() => undefined);
    }
  };
  const ended = run();
  // Told by `stop`.
  ended.catch(() => undefined);
  return {
    stop: async () => {
      end.abort();
      await ended;
    },
  };
}
