import type { Diagnostic } from '../diagnostics/diagnostic.js';

/** Something that takes time, and has diagnostics to report if it fails. */
export type FallibleTask = (signal: AbortSignal) => Promise<readonly Diagnostic[]>;

/**
 * Waits until all tasks are done, or for what the first has to report that fails: the others are then given up, because
 * one cause should give one message. Rejects when the signal aborts.
 */
export async function untilFirstFailure(
  tasks: readonly FallibleTask[],
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const giveUp = new AbortController();
  const either = AbortSignal.any([signal, giveUp.signal]);
  const failures: Diagnostic[] = [];
  await Promise.all(
    tasks.map(async (task) => {
      try {
        const reported = await task(either);
        if (reported.length === 0 || giveUp.signal.aborted) return;
        failures.push(...reported);
        giveUp.abort();
      } catch (error) {
        if (!giveUp.signal.aborted) throw error;
      }
    }),
  );
  signal.throwIfAborted();
  return failures;
}
