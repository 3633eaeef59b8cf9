import type { Bound } from './bound.js';
import type { Mix, StationShare } from './load-network.js';
import type { Station } from './station.js';

/** The smallest or greatest part of some requests that each place can get, from 0 to 1. */
export interface BoundShares {
  readonly services: ReadonlyMap<string, number>;
  readonly stations: ReadonlyMap<Station, number>;
}

/**
 * Says how much each place gets of requests that any of several routes may take: whatever the routes' parts are, its share
 * lies between the smallest and the greatest that a single route gives it. Exact where there is one route.
 */
export function boundShares(mixes: readonly Mix[], bound: Bound): BoundShares {
  return {
    services: boundBy(mixes, bound, ({ station }) => station.service),
    stations: boundBy(mixes, bound, ({ station }) => station),
  };
}

function boundBy<K>(mixes: readonly Mix[], bound: Bound, keyOf: (share: StationShare) => K): ReadonlyMap<K, number> {
  const shares = mixes.map((mix) => {
    const sums = new Map<K, number>();
    for (const part of mix.shares) sums.set(keyOf(part), (sums.get(keyOf(part)) ?? 0) + part.share);
    return sums;
  });
  const pick = bound === 'least' ? Math.min : Math.max;
  const keys = new Set(shares.flatMap((sums) => [...sums.keys()]));
  return new Map(Array.from(keys, (key) => [key, pick(...shares.map((sums) => sums.get(key) ?? 0))]));
}
