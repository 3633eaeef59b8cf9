import type { Io } from '../io.js';

/** Tells the user what is going on, on stderr. */
export interface Progress {
  /** Shows what is being done now; takes the place of what was shown before. Only on a terminal. */
  readonly step: (text: string) => void;
  /** Takes the current step away, so that other text can be written. */
  readonly clear: () => void;
  /** Writes a line that stays. */
  readonly done: (text: string) => void;
}

const eraseLine = '\r\u001B[2K';

/**
 * Makes the progress display of one command. A quiet one shows nothing.
 */
export function createProgress(io: Io, options: { readonly quiet: boolean }): Progress {
  if (options.quiet) return { step: ignore, clear: ignore, done: ignore };
  const isTerminal = io.stderr.isTTY === true && io.env['TERM'] !== 'dumb';
  let isShown = false;
  const clear = (): void => {
    if (isShown) io.stderr.write(eraseLine);
    isShown = false;
  };
  const step = (text: string): void => {
    if (!isTerminal) return;
    io.stderr.write(`${eraseLine}${text} …`);
    isShown = true;
  };
  const done = (text: string): void => {
    clear();
    io.stderr.write(`${text}\n`);
  };
  return { step, clear, done };
}

function ignore(): void {
  // A quiet display has nothing to do.
}
