/**
 * A place in the user's program. `file` is relative to the user's project (the nearest folder above with a
 * `package.json`), with `/` between segments; `line` and `column` count from 1.
 */
export interface SourceLocation {
  /** Relative to the user's project. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/**
 * Where a value comes from: a construct of the user's program, or a default of ours (then `constructPath` names
 * the construct that took the default and there is no `source`).
 */
export interface Origin {
  /** Who set it: the program, or we. */
  readonly kind: 'user' | 'default';
  /** Path in the construct tree, for example `bookinfo/reviews`. */
  readonly constructPath: string;
  /** Absent for defaults, and where the program runs without stack traces. */
  readonly source?: SourceLocation;
}
