import type { HeaderLine } from '../headers/header-line.js';

/** A request out of a set, as short and plain as was easy to find. */
export interface Witness {
  readonly method: string;
  readonly authority: string;
  /** With the query. */
  readonly path: string;
  readonly scheme: 'http' | 'https';
  /** Names in lower case; without pseudo-headers and `host`. */
  readonly headers: readonly HeaderLine[];
}
