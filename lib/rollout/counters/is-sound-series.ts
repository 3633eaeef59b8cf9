import type { CounterSeries } from './counter-snapshot.js';

/** Whether what was read can be counters: whole numbers, none negative. What cannot be was not read. */
export function isSoundSeries({ requests, counts }: CounterSeries): boolean {
  return [requests, ...Object.values(counts).flatMap(({ total, bad }) => [total, bad])].every(
    (value) => Number.isSafeInteger(value) && value >= 0,
  );
}
