import type { RequestSet } from './request-set.js';

/** The requests that are in all of some sets; every request where there are none. */
export function intersectSets(...sets: readonly RequestSet[]): RequestSet {
  const [only] = sets;
  return only !== undefined && sets.length === 1 ? only : { kind: 'all', sets };
}
