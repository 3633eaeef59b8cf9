/** Kullback-Leibler divergence of two shares, the second over 0 to below 1. */
export function divergence(share: number, from: number): number {
  const good = (1 - share) * Math.log1p((from - share) / (1 - from));
  return (share === 0 ? 0 : share * Math.log(share / from)) + good;
}
