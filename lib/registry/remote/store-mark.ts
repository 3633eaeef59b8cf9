/** What stands in a store to tell it from another one, and from none. */
export interface StoreMark {
  readonly id: string;
  /** The stores that this one goes on from: an operator has said so. */
  readonly follows: readonly string[];
}

/** Whether the store with this mark is the one that is known; where none is known, any will do. */
export function isSameStore(known: string | undefined, { id, follows }: StoreMark): boolean {
  return known === undefined || id === known || follows.includes(known);
}
