import type { HeaderOperations } from '../ir/header-operations.js';
import { compareText } from '../util/compare-text.js';
import { sortBy } from '../util/sort-by.js';

/**
 * One list of header operations that does what two do one after the other.
 */
export function joinHeaders(
  first: HeaderOperations | undefined,
  second: HeaderOperations | undefined,
): HeaderOperations | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  const undone = new Set([...second.remove, ...second.set.map(({ name }) => name)]);
  return {
    // A name that the first removes and the second sets must still lose nothing but its old values: `set` sees to it.
    remove: [...new Set([...first.remove, ...second.remove])].sort(compareText),
    set: sortBy([...first.set.filter(({ name }) => !undone.has(name)), ...second.set], ({ name }) => name),
    add: [...first.add.filter(({ name }) => !undone.has(name)), ...second.add],
  };
}
