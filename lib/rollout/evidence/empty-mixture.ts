import type { Mixture } from './mixture.js';

const firstStake = 0.5;

/** A mixture that has seen nothing: its e-value is 1. */
export function emptyMixture(alternatives: number): Mixture {
  const logStake = Math.log(firstStake / alternatives);
  return { logStakes: Array.from({ length: alternatives }, () => logStake), staked: firstStake };
}
