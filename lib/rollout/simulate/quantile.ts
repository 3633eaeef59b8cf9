/** The smallest of some values that no less than a part of them reaches; values may be `Infinity`. At least one value. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Infinity;
}
