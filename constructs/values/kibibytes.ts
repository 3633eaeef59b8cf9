import { Size } from 'cdk8s';

/**
 * An amount of data in units of 1024 bytes. Same as cdk8s' `Size.kibibytes`.
 *
 * @param amount 0 or more
 */
export function kibibytes(amount: number): Size {
  return Size.kibibytes(amount);
}
