/** What a rule of a gateway is meant to achieve; judged at compile time, nothing that runs depends on it. */
export interface Objectives {
  /** Mean number of requests a second that the rule takes. */
  readonly requestsPerSecond: number;
  /** Longest mean time in ms from the gateway to the answer. */
  readonly meanLatencyMs?: number;
  /** Longest time in ms that 99 of 100 requests may take. */
  readonly p99LatencyMs?: number;
}
