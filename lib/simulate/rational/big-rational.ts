import type { Rational } from './rational.js';

/** Makes a fraction in lowest terms of whole numbers of any size; exact as long as both parts of the result stay below 2^53. */
export function bigRational(numerator: bigint, denominator: bigint): Rational {
  const divisor = greatestDivisor(numerator, denominator);
  return { numerator: Number(numerator / divisor), denominator: Number(denominator / divisor) };
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}
