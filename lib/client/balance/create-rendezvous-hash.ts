import { createHash } from 'node:crypto';
import type { Balancer, Candidate } from './balancer.js';

/**
 * Creates a balancer that gives a key the same candidate each time. Of all keys each candidate has the share of its weight;
 * one that leaves gives its keys to the others, and no other key moves. Weighted rendezvous hashing. Without a key the
 * choice is `otherwise`'s.
 */
export function createRendezvousHash(otherwise: Balancer): Balancer {
  return (candidates, choice = {}) => {
    const { key } = choice;
    if (key === undefined) return otherwise(candidates, choice);
    let best: (typeof candidates)[number] | undefined;
    let highest = -Infinity;
    for (const candidate of candidates) {
      const own = score(candidate, key);
      if (own > highest) [best, highest] = [candidate, own];
    }
    return best;
  };
}

/** The highest of such scores falls to each candidate as often as its weight says. */
function score({ id, weight }: Candidate, key: string): number {
  const digest = createHash('sha256')
    .update(`${String(id.length)}:${id}${key}`)
    .digest();
  // 48 bits, over 0 and under 1.
  const uniform = (digest.readUIntBE(0, 6) + 0.5) / 2 ** 48;
  return -weight / Math.log(uniform);
}
