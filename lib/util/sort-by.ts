import { compareText } from './compare-text.js';

/**
 * Returns a new array sorted by a text key, in code unit order; equal keys keep their order.
 */
export function sortBy<T>(items: Iterable<T>, key: (item: T) => string): T[] {
  return [...items].sort((left, right) => compareText(key(left), key(right)));
}
