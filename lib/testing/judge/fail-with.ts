import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import { Misuse } from '../misuse.js';
import type { Share } from '../share.js';
import { resultsText } from '../words/results-text.js';
import { expectedShare } from './expected-share.js';
import { shareOf } from './share-of.js';

/** Whether the mesh answers a share of the requests, all without one, with an error status. */
export function judgeFailWith(asked: Asked, status: number, share?: Share): Failure | undefined {
  if (!(status >= 400 && status <= 599))
    throw new Misuse(
      `toFailWith is given the status ${status}, expected 400 to 599`,
      'toBeAnswered takes every status',
    );
  const wanted = expectedShare(share);
  const actual = shareOf(asked.trace.results, ({ end }) => end.kind === 'answer' && end.status === status);
  if (wanted.is(actual)) return undefined;
  return { expected: `to fail with ${status}${wanted.text}`, got: resultsText(asked) };
}
