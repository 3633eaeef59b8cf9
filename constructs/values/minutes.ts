import { Duration } from 'cdk8s';

/**
 * A length of time in minutes. Same as cdk8s' `Duration.minutes`.
 *
 * @param amount 0 or more
 */
export function minutes(amount: number): Duration {
  return Duration.minutes(amount);
}
