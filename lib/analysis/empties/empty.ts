/** Something that is there and says nothing, without the place where it stands. */
export interface Empty {
  /** What it is, as the middle of a sentence, for example `list of hosts`. */
  readonly what: string;
  readonly hint?: string;
}
