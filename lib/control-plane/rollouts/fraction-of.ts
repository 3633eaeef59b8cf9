import type { FractionalPercent } from 'envoy-config-types/envoy/type/v3';

const million = 1_000_000;

/** A share, 0 to 1, to the nearest millionth. Envoy: `type.v3.FractionalPercent`. */
export function fractionOf(share: number): FractionalPercent {
  return { numerator: Math.round(share * million), denominator: 'MILLION' };
}
