import { bigRational } from './big-rational.js';
import type { Rational } from './rational.js';

/** The product of two shares, in lowest terms. Exact as long as both of its parts stay below 2^53. */
export function multiply(left: Rational, right: Rational): Rational {
  return bigRational(
    BigInt(left.numerator) * BigInt(right.numerator),
    BigInt(left.denominator) * BigInt(right.denominator),
  );
}
