/** Longer lines are cut: nobody reads them, and a program that never breaks its lines must not fill the memory. */
const longestLine = 65_536;

/**
 * Makes a receiver of text in arbitrary pieces that hands on whole lines, without their breaks. `end` hands on what is
 * left when there is no more text.
 */
export function splitLines(onLine: (line: string) => void): {
  readonly push: (text: string) => void;
  readonly end: () => void;
} {
  let rest = '';
  return {
    push(text) {
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(0, longestLine);
      for (const line of lines) onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    },
    end() {
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}
