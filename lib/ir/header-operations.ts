/**
 * Changes to headers, done in this order: `remove`, `set`, `add`. Names in lower case.
 */
export interface HeaderOperations {
  /** Sorted. */
  readonly remove: readonly string[];
  /** Takes the place of all values there were. Sorted by name. */
  readonly set: readonly HeaderValue[];
  /** Comes after the values there are. In the order declared. */
  readonly add: readonly HeaderValue[];
}

/** One header with its value, taken literally. */
export interface HeaderValue {
  readonly name: string;
  readonly value: string;
}
