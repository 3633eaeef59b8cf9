/** Quantile of the standard normal distribution for half of one run in a million on each side. */
const quantile = 4.892;

/**
 * Bounds that a count of successes stays within but for one run in a million, with Yates' correction for steps of one.
 * The normal approximation holds where `trials * p` and `trials * (1 - p)` are over about 30.
 */
export function binomialBounds(trials: number, p: number): { readonly lowest: number; readonly highest: number } {
  const mean = trials * p;
  const spread = quantile * Math.sqrt(trials * p * (1 - p)) + 0.5;
  return { lowest: mean - spread, highest: mean + spread };
}
