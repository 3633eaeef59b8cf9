/** How much data a network carries in a second. Made by `megabitsPerSecond` and `gigabitsPerSecond`. */
export interface Bandwidth {
  /** Tells it from other values. */
  readonly kind: 'bandwidth';
  /** Bits a second; more than 0. */
  readonly bitsPerSecond: number;
}

/**
 * A bandwidth in units of a million bits a second, as networks are sold.
 *
 * @param amount more than 0
 */
export function megabitsPerSecond(amount: number): Bandwidth {
  return { kind: 'bandwidth', bitsPerSecond: amount * 1e6 };
}
