import { logSumExp } from './log-sum-exp.js';
import type { Mixture } from './mixture.js';

/** The natural logarithm of a mixture's e-value: what the stakes have become, and what waits. */
export function logOfMixture({ logStakes, staked }: Mixture): number {
  return logSumExp(...logStakes, Math.log(1 - staked));
}
