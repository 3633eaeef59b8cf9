import type { Clock } from '../util/clock.js';

/** Asks somebody, and breaks off by the signal when the answer takes longer than `patienceMs`. Ends as `ask` does. */
export async function withPatience<Result>(
  clock: Clock,
  patienceMs: number,
  ask: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const impatience = new AbortController();
  const end = clock.after(patienceMs, () => {
    impatience.abort(new Error(`no answer within ${String(patienceMs / 1000)} s`));
  });
  try {
    return await ask(impatience.signal);
  } finally {
    end();
  }
}
