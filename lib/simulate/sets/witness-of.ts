import { findRequest } from './find-request.js';
import type { RequestSet } from './request-set.js';
import { searchSpace } from './search-space.js';
import type { SetOptions } from './set-options.js';
import { spent } from './text/spent.js';
import { toWitness } from './to-witness.js';
import type { Witness } from './witness.js';

/**
 * A request out of a set. Undefined when the set is empty, and when the budget ended before one was found:
 * `isEmptySet` tells the two apart.
 */
export function witnessOf(set: RequestSet, options: SetOptions = {}): Witness | undefined {
  const found = findRequest({ set }, searchSpace(options));
  return found === undefined || found === spent ? undefined : toWitness(found);
}
