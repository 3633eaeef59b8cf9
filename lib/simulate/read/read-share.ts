import type { FractionalPercent } from 'envoy-config-types/envoy/type/v3';
import type { Rational } from '../rational/rational.js';
import { toRational } from '../rational/to-rational.js';

const denominators = { HUNDRED: 100, TEN_THOUSAND: 10_000, MILLION: 1_000_000 };

/** Reads a share of requests; absent it is none, and above all it is all. */
export function readShare(percent: FractionalPercent | undefined): Rational {
  const denominator = denominators[percent?.denominator ?? 'HUNDRED'];
  return toRational(Math.min(percent?.numerator ?? 0, denominator), denominator);
}
