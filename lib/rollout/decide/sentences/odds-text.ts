/** Odds from the natural logarithm of an e-value: `1:3400`; beyond a million by the power of ten. */
export function oddsText(logE: number): string {
  const digits = logE / Math.LN10;
  return digits > 6 ? `1:10^${Math.floor(digits)}` : `1:${String(Number(Math.exp(logE).toPrecision(3)))}`;
}
