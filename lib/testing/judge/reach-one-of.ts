import { findPlace } from '../ask/find-place.js';
import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import { Misuse } from '../misuse.js';
import type { Place } from '../place.js';
import { resultsText } from '../words/results-text.js';

/** Whether every request ends at one of some places. */
export function judgeReachOneOf(asked: Asked, places: readonly Place[]): Failure | undefined {
  if (places.length === 0) throw new Misuse('toReachOneOf names no place');
  const found = places.map((place) => findPlace(place, asked.simulated));
  if (asked.trace.results.every((result) => found.some(({ isEndOf }) => isEndOf(result)))) return undefined;
  return { expected: `to reach one of ${found.map(({ name }) => name).join(', ')}`, got: resultsText(asked) };
}
