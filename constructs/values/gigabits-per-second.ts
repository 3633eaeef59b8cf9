import { megabitsPerSecond, type Bandwidth } from './megabits-per-second.js';

/**
 * A bandwidth in units of a thousand million bits a second, as networks are sold.
 *
 * @param amount more than 0
 */
export function gigabitsPerSecond(amount: number): Bandwidth {
  return megabitsPerSecond(amount * 1000);
}
