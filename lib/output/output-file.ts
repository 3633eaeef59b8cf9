/** A file of the output before it is written. */
export interface OutputFile {
  /** Relative to the output folder, with `/` between segments. */
  readonly path: string;
  readonly content: string | Uint8Array;
}
