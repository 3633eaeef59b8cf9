import type { RequestSet } from './request-set.js';

/** The requests that are in one of some sets at least; no request where there are none. */
export function uniteSets(...sets: readonly RequestSet[]): RequestSet {
  const [only] = sets;
  return only !== undefined && sets.length === 1 ? only : { kind: 'any', sets };
}
