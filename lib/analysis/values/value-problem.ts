/** A value that cannot be used, without the place where it stands. */
export interface ValueProblem {
  /** What the value is, as the middle of a sentence, for example `request timeout`. */
  readonly what: string;
  /** The value as the user would write it, for example `0 ms`. */
  readonly got: string;
  /** What it should be, for example `a whole number from 0 to 100`. */
  readonly expected: string;
  readonly hint?: string | undefined;
}
