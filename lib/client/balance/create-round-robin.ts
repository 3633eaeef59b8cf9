import type { Balancer } from './balancer.js';

/**
 * Creates a balancer that takes candidates in turns, as often as their weights say and evenly mixed: of weights 2 and 1
 * `a b a`, not `a a b`. This is nginx's smooth weighted round robin: everybody gains their weight each time, the one in
 * front is taken and pays what all gained.
 */
export function createRoundRobin(): Balancer {
  const credit = new Map<string, number>();
  return (candidates) => {
    const ids = new Set(candidates.map(({ id }) => id));
    for (const id of credit.keys()) if (!ids.has(id)) credit.delete(id);
    let best: (typeof candidates)[number] | undefined;
    let total = 0;
    for (const candidate of candidates) {
      const { id, weight } = candidate;
      total += weight;
      const gained = (credit.get(id) ?? 0) + weight;
      credit.set(id, gained);
      if (best === undefined || gained > (credit.get(best.id) ?? 0)) best = candidate;
    }
    if (best !== undefined) credit.set(best.id, (credit.get(best.id) ?? 0) - total);
    return best;
  };
}
