import type { HeaderLine } from './headers/header-line.js';

/** A request as a client sends it to a listener. */
export interface HttpRequest {
  /** As written; methods are case-sensitive. */
  readonly method: string;
  /** `Host` of HTTP/1, `:authority` of HTTP/2, with the port where the client writes one. */
  readonly authority: string;
  /** Path and query as written, percent-encoding included. */
  readonly path: string;
  /** What the connection speaks: `https` where it is TLS. */
  readonly scheme: 'http' | 'https';
  /** In order; a name may come more than once. Without `host` and pseudo-headers. */
  readonly headers: readonly HeaderLine[];
  /** IP address of the client. */
  readonly source: string;
  /** Port of the listener that took the connection. */
  readonly port: number;
}
