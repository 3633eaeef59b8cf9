import { nearestName } from '../../util/nearest-name.js';

/**
 * Makes a hint out of the name that a misspelt one most likely means; undefined when none is near.
 */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const nearest = nearestName(name, candidates);
  return nearest === undefined ? undefined : `did you mean "${nearest}"?`;
}
