/** What the process tells its caller. A signal ends the process by that signal instead. */
export const exitCode = {
  ok: 0,
  /** The user's program has errors; they were reported. */
  diagnostics: 1,
  /** The command line cannot be understood or cannot be carried out. */
  usage: 2,
  /** A bug of ours (EX_SOFTWARE of sysexits.h). */
  internalError: 70,
} as const;

/** One of the values of `exitCode`. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
