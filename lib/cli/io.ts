/** The outside world as a command sees it; `main` wires the real one. */
export interface Io {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: NodeJS.ProcessEnv;
  /** Absolute folder that arguments are relative to. */
  readonly workingDirectory: string;
  /** Aborts when the user asks to stop; commands then end their children and reject with its reason. */
  readonly signal: AbortSignal;
  /** Milliseconds since some fixed moment, for measuring. */
  readonly now: () => number;
}

/** A stream that text is written to. */
export interface TextStream {
  readonly isTTY?: boolean | undefined;
  /** Size of the terminal. */
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  readonly write: (text: string) => unknown;
}
