import { expect, it } from 'vitest';
import { findRegexError } from '../../lib/analysis/syntax/find-regex-error.js';

// Each was given to Envoy 1.40 as well, in `--mode validate`, with the same answer.
const accepted = [
  '/a/.*',
  '(?i)abc',
  '[[:alpha:]]+',
  '\\pL',
  '\\p{Greek}',
  '(?P<n>x)',
  '(?<n>x)',
  '\\Q.\\E',
  '\\z',
  'x{',
  'a{1000}',
  'é',
];
const refused = [
  '/a(?=b)',
  '(?<!a)b',
  '(a)\\1',
  '(?P=n)',
  'a{1,1001}',
  'a**',
  'a++',
  '(?>a)',
  '\\Z',
  '\\K',
  '[a',
  'a)',
  '[z-a]',
  '\\',
  '\\p{Foo}',
];

it.each(accepted)('takes %s', (pattern) => {
  expect(findRegexError(pattern)).toBeUndefined();
});

it.each(refused)('refuses %s', (pattern) => {
  expect(findRegexError(pattern)).toMatch(/\w/);
});

it('refuses what is no text', () => {
  expect(findRegexError(/a/)).toBe('it is not a text');
});
