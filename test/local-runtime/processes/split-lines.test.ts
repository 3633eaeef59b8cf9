import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitLines } from '../../../lib/local-runtime/processes/split-lines.js';

test('hands on whole lines, however the text comes in pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[^\n\r]*$/), { minLength: 1 }), fc.nat(), (lines, cut) => {
      const received: string[] = [];
      const splitter = splitLines((line) => received.push(line));
      const text = lines.map((line) => `${line}\n`).join('');
      const at = cut % (text.length + 1);
      splitter.push(text.slice(0, at));
      splitter.push(text.slice(at));
      splitter.end();
      expect(received).toEqual(lines);
    }),
  );
});

test('hands on a last line without a break, and takes breaks of Windows', () => {
  const received: string[] = [];
  const splitter = splitLines((line) => received.push(line));
  splitter.push('one\r\ntwo');
  splitter.end();
  splitter.end();
  expect(received).toEqual(['one', 'two']);
});
