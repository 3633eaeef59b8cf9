import type { Rational } from '../../simulate/rational/rational.js';

/** A share for people, without loss: percent where a few decimals say it, else a fraction. */
export function shareText({ numerator, denominator }: Rational): string {
  const millionths = (numerator * 1_000_000) / denominator;
  return Number.isInteger(millionths) ? `${millionths / 10_000}%` : `${numerator}/${denominator}`;
}
