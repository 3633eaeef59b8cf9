import { thrownErrorMark, type ThrownError } from './thrown-error.js';

/** Takes what a program prints on stderr, in pieces of any length. */
export interface ThrownErrorFilter {
  readonly push: (text: string) => void;
  /** Passes on what is left, and returns the exception that ended the program, if one did. */
  readonly end: () => ThrownError | undefined;
}

/**
 * Separates what a program itself prints on stderr, which goes to `onText`, from the report of the exception that ended
 * it, which we show as a diagnostic. `keepReport` passes Node's own report on as well.
 */
export function createThrownErrorFilter(
  onText: (text: string) => void,
  options: { readonly keepReport: boolean },
): ThrownErrorFilter {
  let pending = '';
  let thrown: ThrownError | undefined;
  const passOn = (text: string): void => {
    if (text !== '' && (thrown === undefined || options.keepReport)) onText(text);
  };
  const handleLine = (line: string): void => {
    const markAt = line.indexOf(thrownErrorMark);
    if (markAt < 0 || thrown !== undefined) {
      passOn(line);
      return;
    }
    passOn(line.slice(0, markAt));
    thrown = parse(line.slice(markAt + thrownErrorMark.length));
  };
  const push = (text: string): void => {
    const lines = (pending + text).split(/(?<=\n)/);
    pending = lines.at(-1)?.endsWith('\n') === false ? (lines.pop() ?? '') : '';
    for (const line of lines) handleLine(line);
  };
  const end = (): ThrownError | undefined => {
    handleLine(pending);
    pending = '';
    return thrown;
  };
  return { push, end };
}

function parse(json: string): ThrownError {
  try {
    // Written by `report-thrown` of this very version; a program that forges the mark gets odd diagnostics, no more.
    return JSON.parse(json) as ThrownError;
  } catch {
    return { name: '', message: json.trim(), stack: '' };
  }
}
