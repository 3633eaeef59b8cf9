/** A place for lines that stay and, on a terminal, a picture under them that is drawn again and again. */
export interface Screen {
  /** Whether pictures are drawn. */
  readonly isTerminal: boolean;
  /** Replaces the picture. On anything but a terminal nothing happens. */
  readonly draw: (lines: readonly string[]) => void;
  /** Writes lines that stay, above the picture. */
  readonly print: (text: string) => void;
  /** Takes the picture away. */
  readonly clear: () => void;
}

/** What a screen writes to. */
export interface ScreenStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  readonly write: (text: string) => unknown;
}

const eraseBelow = '\u001B[0J';

/** Makes the screen of one command. */
export function createScreen(stream: ScreenStream, options: { readonly isTerminal: boolean }): Screen {
  let picture: readonly string[] = [];
  const erase = (): string => (picture.length === 0 ? '' : `\u001B[${String(picture.length)}F${eraseBelow}`);
  const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
  const print = (said: string): void => {
    // One write, or the terminal would flicker.
    stream.write(erase() + said + (said.endsWith('\n') ? '' : '\n') + text(picture));
  };
  const clear = (): void => {
    if (picture.length > 0) stream.write(erase());
    picture = [];
  };
  const draw = (lines: readonly string[]): void => {
    if (!options.isTerminal) return;
    // What does not fit would scroll, and then could not be taken back.
    const fitting = lines.slice(0, (stream.rows ?? 24) - 1).map((line) => cut(line, stream.columns ?? 80));
    const before = erase();
    picture = fitting;
    stream.write(before + text(fitting));
  };
  return { isTerminal: options.isTerminal, draw, print, clear };
}

const colour = /\u001B\[\d+m/g;

/** Cuts a line to a width; escape sequences take none. A cut line loses its colours, which might not end otherwise. */
function cut(line: string, width: number): string {
  const plain = line.replace(colour, '');
  return plain.length <= width ? line : plain.slice(0, width);
}
