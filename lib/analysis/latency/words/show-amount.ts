/**
 * Writes an estimate as a person would: four significant digits, at most three decimals, no trailing zeros; `no end` for
 * Infinity.
 */
export function showAmount(value: number): string {
  if (!Number.isFinite(value)) return 'no end';
  const significant = value >= 1000 ? Math.round(value) : Number(value.toPrecision(4));
  return String(Number(significant.toFixed(3)));
}
