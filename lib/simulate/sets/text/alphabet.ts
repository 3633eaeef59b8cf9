import type { TextTest } from './language.js';

/** What texts may be made of at one place of a request. */
export interface Alphabet {
  /** Code points, first and last. */
  readonly ranges: readonly (readonly [first: number, last: number])[];
  /** What every text at this place passes. */
  readonly tests: readonly TextTest[];
  /** What a text passes that looks plain to people. */
  readonly plain: readonly TextTest[];
  /** Plain texts, the plainest first. */
  readonly examples: readonly string[];
  /** What may be written behind a text to get another one. */
  readonly tails: readonly string[];
}
