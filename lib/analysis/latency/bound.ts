/**
 * Which end of a range is computed. How much each of several routes takes is not known, so what follows from it lies
 * between what holds if each station gets the least it can, and the most.
 */
export type Bound = 'least' | 'most';

/** A number that is not known exactly; both ends are the same where it is. */
export interface Range {
  readonly least: number;
  readonly most: number;
}
