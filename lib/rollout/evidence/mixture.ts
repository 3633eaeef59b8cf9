/**
 * A mixture of e-processes over alternatives and over the moments at which harm may begin. Half of the stake lies on the first window;
 * the rest waits and is laid on later windows bit by bit, so that what begins late is found too.
 */
export interface Mixture {
  /** Logarithms of what the stakes have become, by alternative. */
  readonly logStakes: readonly number[];
  /** What was staked so far, 0.5 to 1. */
  readonly staked: number;
}
