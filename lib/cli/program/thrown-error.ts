/** An exception that ended the user's program, as the program's own process saw it. */
export interface ThrownError {
  /** For example `TypeError`; empty for thrown values that are no errors. */
  readonly name: string;
  readonly message: string;
  /** Source-mapped where the loader of the program does that; may be empty. */
  readonly stack: string;
  /** For example `ERR_MODULE_NOT_FOUND`. */
  readonly code?: string;
}

/**
 * Stands on stderr before the JSON of a `ThrownError`; what follows on stderr is Node's own report of the same error.
 * The control character keeps a program from printing it by accident.
 */
export const thrownErrorMark = '\u0001meshwright-thrown:';
