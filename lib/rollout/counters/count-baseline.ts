import type { CounterSeries } from './counter-snapshot.js';

/** What the next window counts from: plain JSON, so that after a restart not a request is lost or counted twice. */
export interface CountBaseline {
  /** Of the last snapshot; absent: there was none. */
  readonly atMs?: number;
  /** By series. */
  readonly series: Readonly<Record<string, CounterSeries>>;
}
