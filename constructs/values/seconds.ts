import { Duration } from 'cdk8s';

/**
 * A length of time in seconds; fractions down to the millisecond are kept. Same as cdk8s' `Duration`, whose other units work too.
 *
 * @param amount 0 or more
 */
export function seconds(amount: number): Duration {
  return Duration.millis(amount * 1000);
}
