import { Duration } from 'cdk8s';

/**
 * A length of time in milliseconds. Same as cdk8s' `Duration.millis`.
 *
 * @param amount 0 or more
 */
export function milliseconds(amount: number): Duration {
  return Duration.millis(amount);
}
