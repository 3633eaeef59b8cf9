import type { SimulatedRoute } from '../route/simulated-route.js';
import { conditionKey } from './condition-key.js';
import { groupBy } from './group-by.js';

/** Whether two outcomes count as the same; undefined stands for no route. */
export type IsSame = (before: SimulatedRoute | undefined, after: SimulatedRoute | undefined) => boolean;

/** Positions of routes by those of their partners in the other list. */
export interface RouteAlignment {
  readonly afterByBefore: ReadonlyMap<number, number>;
  readonly beforeByAfter: ReadonlyMap<number, number>;
}

/**
 * Pairs the routes of two lists that ask for the same and do the same, in an order that both lists have. A request that
 * paired routes take in both lists is taken by partners: were it not, the order would differ.
 */
export function alignRoutes(
  before: readonly SimulatedRoute[],
  after: readonly SimulatedRoute[],
  isSame: IsSame,
): RouteAlignment {
  const waiting = groupBy(after, conditionKey);
  const pairs: (readonly [number, number])[] = [];
  for (const route of before) {
    const others = waiting.get(conditionKey(route)) ?? [];
    const index = others.findIndex((other) => other === route || isSame(route, other));
    const [partner] = index === -1 ? [] : others.splice(index, 1);
    if (partner !== undefined) pairs.push([route.position, partner.position]);
  }
  const kept = longestAscending(pairs);
  return {
    afterByBefore: new Map(kept),
    beforeByAfter: new Map(kept.map(([left, right]) => [right, left])),
  };
}

/** The most pairs whose second numbers ascend; the first ones ascend already. */
function longestAscending(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  /** By length less one, the chain of that length that ends lowest. */
  const ends: Chain[] = [];
  for (const pair of pairs) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle]?.pair[1] ?? 0) < pair[1]) low = middle + 1;
      else high = middle;
    }
    ends[low] = { pair, previous: ends[low - 1] };
  }
  const chain: (readonly [number, number])[] = [];
  for (let link = ends.at(-1); link !== undefined; link = link.previous) chain.push(link.pair);
  return chain.reverse();
}

interface Chain {
  readonly pair: readonly [number, number];
  readonly previous: Chain | undefined;
}
