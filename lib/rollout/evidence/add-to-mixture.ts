import { logSumExp } from './log-sum-exp.js';
import type { Mixture } from './mixture.js';

/**
 * Lays a further part of what waits on a window, then multiplies all stakes by the window's e-values.
 *
 * @param logEValues by alternative
 * @param part the part of the rollout's time that the window takes, 0 to 1, known before its counts
 */
export function addToMixture(mixture: Mixture, logEValues: readonly number[], part: number): Mixture {
  const stake = Math.min(part / 2, 1 - mixture.staked);
  const logStake = Math.log(stake / mixture.logStakes.length);
  return {
    logStakes: mixture.logStakes.map((logStaked, index) => logSumExp(logStaked, logStake) + (logEValues[index] ?? 0)),
    staked: mixture.staked + stake,
  };
}
