/** The logarithm of a sum whose terms are given by their logarithms; terms may be `-Infinity`. */
export function logSumExp(...logarithms: readonly number[]): number {
  const most = Math.max(...logarithms);
  if (most === -Infinity) return most;
  return most + Math.log(logarithms.reduce((sum, logarithm) => sum + Math.exp(logarithm - most), 0));
}
