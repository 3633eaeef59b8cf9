import type { Principal } from '../auth/principal.js';

/** A call that was checked against the API description: each value is there and is as it says. */
export interface ApiRequest {
  readonly operationId: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** The declared ones, by name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent where none came. */
  readonly body?: unknown;
  readonly principal: Principal;
}
