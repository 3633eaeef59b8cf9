import type { Rational } from './rational.js';

/** Makes a fraction in lowest terms of two whole numbers up to 2^53; the denominator is not 0. */
export function toRational(numerator: number, denominator: number): Rational {
  const divisor = greatestDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
