import type { HeaderLine } from './header-line.js';

/** A request on its way through the filters of a proxy. */
export interface Message {
  readonly method: string;
  readonly authority: string;
  /** With the query. */
  readonly path: string;
  readonly scheme: string;
  /** What `x-forwarded-proto` says: the client's word, or what the connection speaks. May be no scheme at all. */
  readonly forwardedProto: string;
  /** Names in lower case, in order, without pseudo-headers. */
  readonly headers: readonly HeaderLine[];
}
