import type { Balancer, Candidate } from './balancer.js';
import { createRandom } from './create-random.js';

/** What a balancer by load looks at. */
export interface LeastRequestOptions {
  /** From 0 to under 1. */
  readonly random: () => number;
  /** Requests that an instance has under way from here. */
  readonly inFlight: (id: string) => number;
}

/**
 * Creates a balancer that draws two candidates by weight and takes the one with fewer requests under way ("power of two
 * choices"): nearly as even as to ask all, and no herd runs to the one that looks idle.
 */
export function createLeastRequest({ random, inFlight }: LeastRequestOptions): Balancer {
  const draw = createRandom(random);
  const load = ({ id, weight }: Candidate): number => (inFlight(id) + 1) / weight;
  return (candidates) => {
    const first = draw(candidates);
    const second = draw(candidates.filter((candidate) => candidate !== first));
    if (first === undefined || second === undefined) return first;
    return load(second) < load(first) ? second : first;
  };
}
