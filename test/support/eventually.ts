import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something is true, and fails where it does not become so in time. */
export async function eventually(isTrue: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`did not become true in ${String(timeoutMs)} ms`);
    await sleep(10);
  }
}
