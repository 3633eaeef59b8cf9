/** What is left of a budget; counts down as work is done. */
export interface Meter {
  left: number;
}
