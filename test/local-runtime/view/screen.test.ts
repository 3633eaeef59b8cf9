import { expect, test } from 'vitest';
import { createScreen } from '../../../lib/local-runtime/view/screen.js';

test('draws a picture over the one before, and lines that stay above it', () => {
  const { screen, visible } = terminal();
  screen.draw(['one', 'two', 'three']);
  screen.draw(['1', '2']);
  expect(visible()).toEqual(['1', '2']);
  screen.print('hello\nworld');
  expect(visible()).toEqual(['hello', 'world', '1', '2']);
  screen.draw(['3']);
  expect(visible()).toEqual(['hello', 'world', '3']);
  screen.clear();
  expect(visible()).toEqual(['hello', 'world']);
});

test('cuts a picture to the terminal, so that it can be taken back', () => {
  const { screen, visible } = terminal({ columns: 5, rows: 3 });
  screen.draw(['12345678', '\u001B[31m1234567\u001B[39m', 'third']);
  expect(visible()).toEqual(['12345', '12345']);
});

test('draws nothing where there is no terminal', () => {
  let written = '';
  const screen = createScreen({ write: (text) => (written += text) }, { isTerminal: false });
  screen.draw(['one']);
  screen.print('two');
  screen.clear();
  expect(written).toBe('two\n');
});

/** A terminal that knows text, line breaks, going up, and erasing below. */
function terminal(size: { readonly columns?: number; readonly rows?: number } = {}): {
  readonly screen: ReturnType<typeof createScreen>;
  readonly visible: () => readonly string[];
} {
  let lines: string[] = [''];
  let row = 0;
  const write = (text: string): void => {
    for (const part of text.split(/(\n|\u001B\[\d*[FJm])/)) {
      const up = /\[(\d+)F$/.exec(part);
      if (up !== null) row -= Number(up[1]);
      else if (part.endsWith('J')) lines = [...lines.slice(0, row), ''];
      else if (part === '\n') lines[(row += 1)] ??= '';
      else if (!part.endsWith('m')) lines[row] = `${lines[row] ?? ''}${part}`;
    }
  };
  const screen = createScreen({ write, ...size }, { isTerminal: true });
  return { screen, visible: () => lines.filter((line) => line !== '') };
}
