/** One look at another's clock. */
export interface ClockReading {
  /** Ours, when it was asked and when the answer had come, ms. */
  readonly askedMs: number;
  readonly answeredMs: number;
  /** Theirs, in between. */
  readonly theirsMs: number;
}

/**
 * Keeps how far another's clock is ahead of ours. What is known stays the same until a reading contradicts it, so that one moment of
 * theirs is one moment of ours however long answers take.
 */
export function createClockOffset(): (reading: ClockReading) => number {
  let known: number | undefined;
  return ({ askedMs, answeredMs, theirsMs }) => {
    const [least, most] = [theirsMs - answeredMs, theirsMs - askedMs];
    if (known === undefined || known < least || known > most) known = Math.round((least + most) / 2);
    return known;
  };
}
