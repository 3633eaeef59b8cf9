import type { PathOptions } from '../path/normalize-path.js';

/** How much work may go into one question. */
export interface Budget {
  /** Requests looked at, and states of automata. */
  readonly steps: number;
}

/** How requests are looked for. */
export interface SetOptions {
  /**
   * What is done to paths before routes see them: then only paths count that this leaves as they are.
   *
   * Not counted are paths that come out of it but would not go in again: those of percent-encoding that is malformed or
   * encoded twice (`/%%32e`), and of encoded dot segments with parameters (`/%2e%2e;x`).
   *
   * @default - any path that begins with a slash
   */
  readonly path?: PathOptions;
  /**
   * Headers that no request has, in lower case.
   *
   * @default - none
   */
  readonly absentHeaders?: readonly string[];
  /** @default - 20,000 steps for each question */
  readonly budget?: Budget;
}
