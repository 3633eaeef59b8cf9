import { Size } from 'cdk8s';

/**
 * An amount of data in units of 1024 * 1024 bytes. Same as cdk8s' `Size.mebibytes`.
 *
 * @param amount 0 or more
 */
export function mebibytes(amount: number): Size {
  return Size.mebibytes(amount);
}
