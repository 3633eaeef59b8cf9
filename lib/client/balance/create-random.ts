import type { Balancer } from './balancer.js';

/**
 * Creates a balancer that draws candidates by weight.
 *
 * @param random from 0 to under 1
 */
export function createRandom(random: () => number): Balancer {
  return (candidates) => {
    const total = candidates.reduce((sum, { weight }) => sum + weight, 0);
    let left = random() * total;
    return candidates.find(({ weight }) => (left -= weight) < 0) ?? candidates.at(-1);
  };
}
