/** What the process tells its caller. A signal ends the process by that signal instead. */
export const exitCode = {
  ok: 0,
  /** The user's program has errors; they were reported. */
  diagnostics: 1,
  /** The command line cannot be understood or cannot be carried out. */
  usage: 2,
  /** `rollout wait`: the canary was taken back. */
  rolledBack: 3,
  /** `rollout wait`: its time is over without proof; somebody has to decide. */
  undecided: 4,
  /** `rollout wait`: it goes on, and the time to wait is over. */
  timedOut: 5,
  /** A bug of ours (EX_SOFTWARE of sysexits.h). */
  internalError: 70,
} as const;

/** One of the values of `exitCode`. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
