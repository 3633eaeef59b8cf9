const increment = 0x6d2b79f5;
const range = 2 ** 32;

/** Numbers from 0 up to 1 that a seed repeats on every machine. Source: mulberry32 by Tommy Ettinger. */
export function randomFromSeed(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + increment) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / range;
  };
}
