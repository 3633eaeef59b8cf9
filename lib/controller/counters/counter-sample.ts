/** One counter as it was read. */
export interface CounterSample {
  /** Who counts: the same in all reads, and no other's. */
  readonly reader: string;
  /** Its name. */
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  /** As it was given; not a number where it is none. */
  readonly value: number;
}
