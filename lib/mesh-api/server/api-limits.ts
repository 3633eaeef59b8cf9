import type { StreamLimits } from '../watch/watch-streams.js';

/** What callers may ask of the server. All times in ms. */
export interface ApiLimits {
  /** Calls that a token, or an address without one, may make in a window. @default 2000 in 10 s */
  readonly calls?: { readonly max: number; readonly windowMs: number };
  readonly streams?: StreamLimits;
  /** Bytes of a body, where the API description says nothing else. @default 262144 */
  readonly bodyBytes?: number;
  /** Time for the head of a request to arrive. @default 10000 */
  readonly headersMs?: number;
  /** Time for a whole request to arrive. @default 30000 */
  readonly requestMs?: number;
  /** Time that calls under way have when the server stops. @default 10000 */
  readonly closeMs?: number;
  /** Connections at once. @default 10000 */
  readonly connections?: number;
}
