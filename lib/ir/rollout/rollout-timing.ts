/** Times of a rollout, all in ms and over 0. Each wait has an end, and each end has a way out. */
export interface RolloutTiming {
  /** Length of a measuring window. @default 2000 */
  readonly windowMs: number;
  /** Left out after each change of weight: slow requests end late, which flatters a young canary. @default the route's timeout, or 15 s */
  readonly settleMs: number;
  /** Until the canary's workload is ready; then it is rolled back. @default 600 s */
  readonly readyMs: number;
  /** Until every proxy has accepted a weight; then it is rolled back. @default 60 s */
  readonly acceptMs: number;
  /** Least time at `most`, or at the last step, before promotion. @default 60 s */
  readonly bakeMs: number;
  /** The whole rollout, from its first request to its decision; time in which the service is idle does not count. @default 3600 s */
  readonly budgetMs: number;
  /** How long the watch goes on after promotion, with the stable side kept ready. @default 300 s */
  readonly watchMs: number;
  /** Share of requests, 0 to 1, that stay at the stable side during the watch, to compare with. @default 0.02 */
  readonly watchShare: number;
  /** How long weights stay as they are when nothing is known; then they halve each time as long again. @default 15 s */
  readonly blindMs: number;
  /** Longest time without knowing anything; then it is rolled back. @default 120 s */
  readonly mostBlindMs: number;
  /** How long a gate waits; then `whenUndecided` decides, and a rollout that has not begun is given up. @default 24 h */
  readonly gateMs: number;
  /** How long the way back waits for the stable side to have room, before it goes back anyway. @default 300 s */
  readonly wayBackMs: number;
}
