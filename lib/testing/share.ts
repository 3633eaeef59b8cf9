/**
 * Which share of the requests an expectation is about. Compared exactly: `0.8` and `1 / 3` mean the fractions that they
 * are nearest to, and a share of 80.01 % is not 80.
 */
export type Share =
  | {
      /** Over 0 to 1. */
      readonly probability: number;
      readonly percent?: never;
    }
  | {
      /** Over 0 to 100. */
      readonly percent: number;
      readonly probability?: never;
    };
