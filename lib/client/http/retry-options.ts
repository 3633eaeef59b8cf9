/** When and how a request is tried again. */
export interface RetryOptions {
  /** Tries after the first, 0 to 10. @default 2 */
  readonly attempts?: number;
  /** Statuses that are worth it; a connection that fails always is. @default [502, 503, 504] */
  readonly statuses?: readonly number[];
  /** Methods that may be sent twice. @default GET, HEAD, OPTIONS, PUT, DELETE: those that are idempotent by definition */
  readonly methods?: readonly string[];
  /** Until the answer's headers are there, in ms. @default - only the whole request has a limit */
  readonly perTryTimeoutMs?: number;
  /** First pause before a retry in ms; doubles, and a random part of it is waited. @default 25 */
  readonly backOffBaseMs?: number;
  /** @default 250 */
  readonly backOffMaxMs?: number;
}
