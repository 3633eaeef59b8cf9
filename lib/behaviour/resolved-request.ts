import type { HttpRequest } from '../simulate/http-request.js';
import type { RequestStart } from '../simulate/network/request-start.js';

/** A request in the words of the simulator. */
export interface ResolvedRequest {
  readonly start: RequestStart;
  /** Undefined for a connection of bytes. */
  readonly request: HttpRequest | undefined;
}
