import { Duration } from 'cdk8s';

/**
 * A length of time in seconds; fractions down to the millisecond are kept. Same as cdk8s' `Duration`, whose other units work too.
 *
 * @param amount 0 or more
 */
export function seconds(amount: number): Duration {
  // 1.001 * 1000 is a hair under 1001; the digits that people write end long before the sixth.
  return Duration.millis(Number((amount * 1000).toFixed(6)));
}
