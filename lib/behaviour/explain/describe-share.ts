import type { Rational } from '../../simulate/rational/rational.js';

/**
 * A share for people, without loss: percent where four decimals say it (Envoy's finest share is a millionth), else the
 * fraction with its rounded percent.
 */
export function describeShare({ numerator, denominator }: Rational): string {
  const millionths = BigInt(numerator) * 1_000_000n;
  const isShort = millionths % BigInt(denominator) === 0n;
  const percent = (numerator / denominator) * 100;
  return isShort
    ? `${String(Number(millionths / BigInt(denominator)) / 10_000)}%`
    : `${String(numerator)}/${String(denominator)} (about ${percent.toPrecision(3)}%)`;
}
