/**
 * Writes an estimate as a person would: four significant digits, no trailing zeros, no exponent; `no end` for Infinity.
 */
export function showAmount(value: number): string {
  if (!Number.isFinite(value)) return 'no end';
  return String(Number(value >= 1000 ? value.toFixed(0) : value.toPrecision(4)));
}
