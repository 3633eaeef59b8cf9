/** Something wrong in a configuration. */
export interface Finding {
  /** Where, from the validated message down, in the spelling of the input: `filter_chains[0].filters[1].name`; empty for the message itself. */
  readonly path: string;
  /** What is wrong, as a sentence without the path: `is required`. */
  readonly message: string;
}
