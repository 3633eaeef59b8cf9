/** An exact share of 1: `numerator / denominator`, in lowest terms. */
export interface Rational {
  readonly numerator: number;
  readonly denominator: number;
}
