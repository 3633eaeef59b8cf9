/** What the command line says of the traffic on which rollouts are tried. */
export interface TrafficOptions {
  /** Requests a second of the whole service. @default - what the rollout declares */
  readonly rps?: string;
  /** Percent of events that are bad when all is well, for all criteria or as `criterion=percent`. @default - what the rollout declares */
  readonly bad: readonly string[];
  /** Bad events that come together, on average. @default - what the rollout declares */
  readonly clump?: string;
  /** File with what was counted, window by window. */
  readonly recorded?: string;
}
