import { Duration } from 'cdk8s';
import type { RolloutTiming } from '../../lib/ir/rollout/rollout-timing.js';
import { lowerDuration } from '../internal/lower-duration.js';

/** Waits of a rollout, and their ends. */
export interface RolloutTimingProps {
  /** Length of a measuring window. @default - 2 seconds */
  readonly window?: Duration;
  /** Left out after each change of weight, for slow requests end late. @default - 15 seconds */
  readonly settle?: Duration;
  /** Until the canary's workload is ready; then it goes back. @default - 10 minutes */
  readonly ready?: Duration;
  /** Until every proxy has accepted a weight; then it goes back. @default - 1 minute */
  readonly accept?: Duration;
  /** Least time at the last weight before promotion. @default - 1 minute */
  readonly bake?: Duration;
  /** The whole rollout until its decision; time without any request does not count. @default - 1 hour */
  readonly budget?: Duration;
  /** How long it is watched after promotion, with the stable side kept ready. @default - 5 minutes */
  readonly watch?: Duration;
  /** Percent of requests that stay at the stable side during that, to compare with. @default 2 */
  readonly watchShare?: number;
  /** How long weights stay when nothing can be read; then they halve, each time as long again. @default - 15 seconds */
  readonly blind?: Duration;
  /** Longest time in which nothing can be read; then it goes back. @default - 2 minutes */
  readonly mostBlind?: Duration;
  /** How long an approval is waited for. @default - 24 hours */
  readonly gate?: Duration;
  /** How long the way back waits for the stable side to have room. @default - 5 minutes */
  readonly wayBack?: Duration;
}

/** Reads the waits as given. */
export function lowerRolloutTiming(timing: RolloutTimingProps = {}): RolloutTiming {
  const { window, settle, ready, accept, bake, budget, watch, watchShare, blind, mostBlind, gate, wayBack } = timing;
  return {
    windowMs: lowerDuration(window ?? Duration.seconds(2)),
    settleMs: lowerDuration(settle ?? Duration.seconds(15)),
    readyMs: lowerDuration(ready ?? Duration.minutes(10)),
    acceptMs: lowerDuration(accept ?? Duration.minutes(1)),
    bakeMs: lowerDuration(bake ?? Duration.minutes(1)),
    budgetMs: lowerDuration(budget ?? Duration.hours(1)),
    watchMs: lowerDuration(watch ?? Duration.minutes(5)),
    watchShare: (watchShare ?? 2) / 100,
    blindMs: lowerDuration(blind ?? Duration.seconds(15)),
    mostBlindMs: lowerDuration(mostBlind ?? Duration.minutes(2)),
    gateMs: lowerDuration(gate ?? Duration.hours(24)),
    wayBackMs: lowerDuration(wayBack ?? Duration.minutes(5)),
  };
}
