import { describeShare } from '../../behaviour/explain/describe-share.js';
import { findPlace } from '../ask/find-place.js';
import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import { Misuse } from '../misuse.js';
import { listWords } from '../../analysis/words/list-words.js';
import { resultsText } from '../words/results-text.js';
import { shareOf } from './share-of.js';

/**
 * Whether all requests spread over places by weight.
 *
 * @param weights by name of the place; a place of weight 0 gets nothing
 */
export function judgeSplit(asked: Asked, weights: Readonly<Record<string, number | undefined>>): Failure | undefined {
  const wanted = Object.entries(weights).map(([name, weight]) => {
    if (weight === undefined || !(weight >= 0) || weight === Infinity)
      throw new Misuse(`the share of ${name} is ${weight ?? 'undefined'}, and it must be a number from 0`);
    return { ...findPlace(name, asked.simulated), weight };
  });
  const total = wanted.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) throw new Misuse('toSplit names no place that gets requests');
  const { results } = asked.trace;
  const actual = wanted.map(({ name, weight, isEndOf }) => ({ name, weight, share: shareOf(results, isEndOf) }));
  const isMet =
    actual.every(({ weight, share }) => share.numerator / share.denominator === weight / total) &&
    results.every((result) => wanted.some(({ isEndOf }) => isEndOf(result)));
  if (isMet) return undefined;
  return {
    expected: `to reach ${listWords(wanted.map(({ name, weight }) => `${name} (${percentText(weight, total)})`))}`,
    got: resultsText(asked),
    values: {
      expected: Object.fromEntries(wanted.map(({ name, weight }) => [name, percentText(weight, total)])),
      actual: Object.fromEntries(actual.map(({ name, share }) => [name, describeShare(share)])),
    },
  };
}

function percentText(weight: number, total: number): string {
  return `${Number(((100 * weight) / total).toFixed(4))}%`;
}
