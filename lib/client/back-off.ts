/** How pauses between tries grow; all in ms. */
export interface BackOff {
  readonly baseMs: number;
  readonly maxMs: number;
}

/**
 * The pause before a retry: a random part of what doubles with each retry, so that clients that failed together do not come
 * back together.
 *
 * @param retry from 1
 * @param random from 0 to under 1
 */
export function backOffMs({ baseMs, maxMs }: BackOff, retry: number, random: number): number {
  return random * Math.min(maxMs, baseMs * 2 ** Math.min(retry - 1, 30));
}
