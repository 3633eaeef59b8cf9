/** When and how a request is tried again, Envoy's defaults filled in. */
export interface RetryRule {
  readonly on: readonly string[];
  /** Retries behind the first try. */
  readonly attempts: number;
  readonly statusCodes: readonly number[];
  readonly perTryTimeoutMs: number | 'none';
  readonly backOffBaseMs: number;
  readonly backOffMaxMs: number;
}
