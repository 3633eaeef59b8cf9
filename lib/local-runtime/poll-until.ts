import { setTimeout as sleep } from 'node:timers/promises';

/** How long and how often to ask. */
export interface PollOptions {
  readonly timeoutMs: number;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}

/**
 * Asks again and again until the answer is yes. Returns false when the time is up; rejects when the signal aborts.
 */
export async function pollUntil(
  ask: () => Promise<boolean>,
  { timeoutMs, intervalMs, signal }: PollOptions,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    if (await ask()) return true;
    if (performance.now() >= deadline) return false;
    await sleep(intervalMs, undefined, { signal });
  }
}
