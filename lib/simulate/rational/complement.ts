import type { Rational } from './rational.js';
import { toRational } from './to-rational.js';

/** What a share leaves of 1. */
export function complement({ numerator, denominator }: Rational): Rational {
  return toRational(denominator - numerator, denominator);
}
