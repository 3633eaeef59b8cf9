const falseAlarm = 0.001;

/**
 * The evidence, as a natural logarithm, from which on requests are held not to reach the canary: over all epochs it errs with a
 * chance of 0.001 at most, of which the k-th epoch has the part 1 / (k (k + 1)).
 */
export function logRoutingBound(epochs: number): number {
  const epoch = Math.max(1, epochs);
  return Math.log((epoch * (epoch + 1)) / falseAlarm);
}
