/**
 * The line `canary = ratio x stable + margin` between what is tolerated and what is not. A ratio of 0 asks nothing of the
 * stable side: the canary against a fixed number.
 */
export interface HalfPlane {
  readonly ratio: number;
  readonly margin: number;
}

/** A pair of bad shares, or of rates. */
export interface Point {
  readonly canary: number;
  readonly stable: number;
}
