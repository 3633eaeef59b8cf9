import type { RequestResult } from '../../simulate/network/request-result.js';
import { add } from '../../simulate/rational/add.js';
import type { Rational } from '../../simulate/rational/rational.js';

const nothing: Rational = { numerator: 0, denominator: 1 };

/** The exact share of requests that come to some results. */
export function shareOf(results: readonly RequestResult[], isMeant: (result: RequestResult) => boolean): Rational {
  return results.filter(isMeant).reduce((sum, { probability }) => add(sum, probability), nothing);
}
