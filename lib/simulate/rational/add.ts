import { bigRational } from './big-rational.js';
import type { Rational } from './rational.js';

/** The sum of two shares, in lowest terms. Exact as long as both of its parts stay below 2^53. */
export function add(left: Rational, right: Rational): Rational {
  return bigRational(
    BigInt(left.numerator) * BigInt(right.denominator) + BigInt(right.numerator) * BigInt(left.denominator),
    BigInt(left.denominator) * BigInt(right.denominator),
  );
}
