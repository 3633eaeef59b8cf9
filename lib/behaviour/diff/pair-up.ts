/** What stands on both sides, and what on one only. */
export interface PairedUp<T> {
  readonly both: readonly (readonly [before: T, after: T])[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/** Puts together what has the same key in two lists. Of equal keys in one list the last counts. */
export function pairUp<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string): PairedUp<T> {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const current = new Map(after.map((item) => [keyOf(item), item]));
  const both: (readonly [T, T])[] = [];
  const removed: T[] = [];
  for (const [key, item] of old) {
    const other = current.get(key);
    if (other === undefined) removed.push(item);
    else both.push([item, other]);
  }
  return { both, removed, added: [...current].filter(([key]) => !old.has(key)).map(([, item]) => item) };
}
