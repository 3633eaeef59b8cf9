import { findPlace } from '../ask/find-place.js';
import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import type { Place } from '../place.js';
import type { Share } from '../share.js';
import { resultsText } from '../words/results-text.js';
import { expectedShare } from './expected-share.js';
import { shareOf } from './share-of.js';

/** Whether a share of the requests, all without one, ends at a place. */
export function judgeReach(asked: Asked, place: Place, share?: Share): Failure | undefined {
  const { name, isEndOf } = findPlace(place, asked.simulated);
  const wanted = expectedShare(share);
  if (wanted.is(shareOf(asked.trace.results, isEndOf))) return undefined;
  return { expected: `to reach ${name}${wanted.text}`, got: resultsText(asked) };
}
