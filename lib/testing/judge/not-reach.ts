import { findPlace } from '../ask/find-place.js';
import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import type { Place } from '../place.js';
import { resultsText } from '../words/results-text.js';

/** Whether no request ends at a place. */
export function judgeNotReach(asked: Asked, place: Place): Failure | undefined {
  const { name, isEndOf } = findPlace(place, asked.simulated);
  if (!asked.trace.results.some(isEndOf)) return undefined;
  return { expected: `not to reach ${name}`, got: resultsText(asked) };
}
