/** Why something was decided: a word for programs, a sentence with its numbers for people. */
export interface Reason {
  /** A stable slug, for example `harm-proven`, `not-accepted`, `aborted`. */
  readonly code: string;
  readonly sentence: string;
}
