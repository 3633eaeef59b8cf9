/**
 * Whether a value is a weight in percent: 0 to 100, with at most two decimals.
 */
export function isWeight(value: unknown): boolean {
  if (typeof value !== 'number' || !(value >= 0 && value <= 100)) return false;
  return Math.round(value * 100) / 100 === value;
}
