import type { Rational } from '../../simulate/rational/rational.js';

/** A share for people: exact percent where that is short, else the fraction with its rounded percent. */
export function describeShare({ numerator, denominator }: Rational): string {
  const hundredths = BigInt(numerator) * 10_000n;
  const isShort = hundredths % BigInt(denominator) === 0n;
  const percent = (numerator / denominator) * 100;
  return isShort
    ? `${String(Number(hundredths / BigInt(denominator)) / 100)}%`
    : `${String(numerator)}/${String(denominator)} (about ${percent.toPrecision(3)}%)`;
}
