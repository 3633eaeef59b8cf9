import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { plainText } from '../../lib/analysis/syntax/plain-text.js';

const characters = fc.constantFrom(
  'a',
  'b',
  '1',
  '/',
  '-',
  '_',
  'é',
  ' ',
  '\\',
  '.',
  '^',
  '$',
  '|',
  '?',
  '*',
  '+',
  '(',
  '[',
  '{',
  ')',
  ']',
  '}',
);
const text = fc.array(characters, { maxLength: 6 }).map((all) => all.join(''));

test('gives back a text that was escaped', () => {
  fc.assert(
    fc.property(text, (literal) => {
      expect(plainText(RE2JS.quote(literal).replace(/\\Q(.*?)\\E/g, '$1'))).toBe(literal);
    }),
  );
});

test('gives the only text that an expression matches, if it gives one', () => {
  fc.assert(
    fc.property(text, text, (pattern, other) => {
      const literal = plainText(pattern);
      fc.pre(literal !== undefined);
      expect(RE2JS.matches(pattern, literal)).toBe(true);
      expect(RE2JS.matches(pattern, other)).toBe(other === literal);
    }),
  );
});

test.each(['a.b', 'a*', '[a]', '(a)', 'a|b', 'a{2}', '\\d', '\\w', '^a', 'a$', 'a\\'])(
  'gives none for %j',
  (pattern) => {
    expect(plainText(pattern)).toBeUndefined();
  },
);
