import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createThrownErrorFilter } from '../../../lib/cli/program/filter-thrown-error.js';
import { thrownErrorMark, type ThrownError } from '../../../lib/cli/program/thrown-error.js';

const thrown: ThrownError = { name: 'Error', message: 'two\nlines', stack: '' };
const report = `warning\nhalf a line${thrownErrorMark}${JSON.stringify(thrown)}\nmain.ts:1\nError: two\nlines\n`;

function filter(
  pieces: readonly string[],
  keepReport = false,
): { readonly text: string; readonly thrown: ThrownError | undefined } {
  let text = '';
  const { push, end } = createThrownErrorFilter((piece) => (text += piece), { keepReport });
  for (const piece of pieces) push(piece);
  return { thrown: end(), text };
}

test('passes on what a program prints, and withholds the report of the exception', () => {
  expect(filter([report])).toEqual({ text: 'warning\nhalf a line', thrown });
});

test('finds the exception however the text is cut into pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: report.length })), (cuts) => {
      const bounds = [0, ...cuts.sort((a, b) => a - b), report.length];
      const pieces = bounds.slice(1).map((bound, index) => report.slice(bounds[index], bound));
      expect(filter(pieces)).toEqual({ text: 'warning\nhalf a line', thrown });
    }),
  );
});

test('passes on everything when nothing was thrown, the last line without a break too', () => {
  expect(filter(['a\nb', 'c'])).toEqual({ text: 'a\nbc', thrown: undefined });
});

test('keeps the report when asked', () => {
  expect(filter([report], true).text).toBe('warning\nhalf a linemain.ts:1\nError: two\nlines\n');
});
