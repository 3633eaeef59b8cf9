/** Random numbers that a seed repeats. Source: mulberry32. */
export interface RandomFrom {
  /** A whole number from 0 up to but not `end`. */
  readonly below: (end: number) => number;
  readonly pick: <T>(list: readonly [T, ...T[]]) => T;
  readonly bytes: (length: number) => Buffer;
}

/** Starts a sequence. */
export function randomFrom(seed: number): RandomFrom {
  let state = seed >>> 0;
  const below = (end: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0 ? ((mixed ^ (mixed >>> 14)) >>> 0) % end : 0;
  };
  return {
    below,
    pick: (list) => list[below(list.length)] ?? list[0],
    bytes: (length) => Buffer.from(Array.from({ length }, () => below(256))),
  };
}
