/** What a rollout's service gets, for the question of what its criteria can find; nothing that runs depends on it. */
export interface RolloutTraffic {
  /** Mean, over 0. */
  readonly requestsPerSecond: number;
  /** Share of events that are bad when all is well, 0 to 1. */
  readonly badShare: number;
  /** Bad events that come together, on average; 1 or more. */
  readonly clump: number;
}
