const total = 100;
const finestDecimals = 6;

/**
 * Scales weights in percent to integers of exactly the same proportion, by the smallest power of ten that does:
 * `[99.5, 0.5]` gives `[995, 5]`. Whole percents stay as they are and sum to 100.
 */
export function integerWeights(weights: readonly number[]): readonly number[] {
  for (let decimals = 0; decimals < finestDecimals; decimals++) {
    const scaled = weights.map((weight) => Math.round(weight * 10 ** decimals));
    const sum = scaled.reduce((left, right) => left + right, 0);
    const exact = scaled.every((value, index) => Math.abs(value / 10 ** decimals - (weights[index] ?? 0)) < 1e-9);
    if (exact && sum === total * 10 ** decimals) return scaled;
  }
  // Thirds and the like: no power of ten is exact.
  return weights.map((weight) => Math.round(weight * 10 ** finestDecimals));
}
