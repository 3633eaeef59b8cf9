import { complementSet } from './complement-set.js';
import { intersectSets } from './intersect-sets.js';
import type { RequestSet } from './request-set.js';

/** The requests of a set that are in none of some others. */
export function subtractSets(set: RequestSet, ...others: readonly RequestSet[]): RequestSet {
  return intersectSets(set, ...others.map(complementSet));
}
