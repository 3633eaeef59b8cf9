import type { Connection } from '../proxy/connection.js';

/** Where a request begins. */
export interface RequestStart {
  /** Name of the proxy that gets it first. */
  readonly proxy: string;
  readonly connection: Connection;
  /** The listener that the kernel redirects the connection to; undefined where the client dials the proxy itself. */
  readonly redirectedTo: string | undefined;
}
