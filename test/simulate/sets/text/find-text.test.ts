import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { meetsHeaderCondition } from '../../../../lib/simulate/match/meets-header-condition.js';
import { normalizePath, type PathOptions } from '../../../../lib/simulate/path/normalize-path.js';
import { headerAlphabet, pathAlphabet } from '../../../../lib/simulate/sets/text/alphabets.js';
import { automatonOf } from '../../../../lib/simulate/sets/text/automaton-of.js';
import { findText } from '../../../../lib/simulate/sets/text/find-text.js';
import { hasText } from '../../../../lib/simulate/sets/text/has-text.js';
import { isApart } from '../../../../lib/simulate/sets/text/is-apart.js';
import { isCovered } from '../../../../lib/simulate/sets/text/is-covered.js';
import type { Language } from '../../../../lib/simulate/sets/text/language.js';
import { passes } from '../../../../lib/simulate/sets/text/passes.js';
import { searchText } from '../../../../lib/simulate/sets/text/search-text.js';

const accepts = (language: Language, text: string): boolean => {
  const automaton = automatonOf(language);
  let state = automaton.start;
  for (const character of text) state = automaton.step(state, character.codePointAt(0) ?? 0);
  return automaton.accepts(state);
};
const regexes = [
  '.*',
  'a',
  '[ab]+',
  '(?i)aK',
  'a.*',
  '.+',
  '\\d+',
  'a|b',
  '(a,)?b',
  '^a$',
  'b*',
  '\\ba\\b.*',
  '.*\\Bb',
  '(?i:S)s?',
  '[^/]+',
  'a{2,3}',
  '(ab|a)(bc|c)?',
  '(?m)^b$',
  '\\w-\\W',
  'a?b*$',
  '(?s).',
  '[[:alpha:]]+',
  '()|a',
  '\\x{e9}a',
  'a\\z',
];
const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', 'k', 's', '/', '-', '1', ','), maxLength: 6 });
const plainLanguage: fc.Arbitrary<Language> = fc
  .record({
    kind: fc.constantFrom(
      'exact' as const,
      'prefix' as const,
      'separated-prefix' as const,
      'longer-prefix' as const,
      'suffix' as const,
      'longer-suffix' as const,
      'contains' as const,
    ),
    value: fc.string({ unit: fc.constantFrom('a', 'b', 'A', '/'), maxLength: 4 }),
    ignoreCase: fc.boolean(),
  })
  .map((language) => ({
    ...language,
    separator: '/',
    value: language.ignoreCase ? language.value.toLowerCase() : language.value,
  }));
const language: fc.Arbitrary<Language> = fc.oneof(
  plainLanguage,
  fc.constantFrom(...regexes).map((source): Language => ({ kind: 'regex', regex: RE2JS.compile(source) })),
);

test('an automaton accepts exactly the texts of its language', () => {
  fc.assert(
    fc.property(language, fc.array(letters, { minLength: 20, maxLength: 20 }), (each, texts) => {
      for (const text of texts) expect(accepts(each, text)).toBe(hasText(each, text));
    }),
    { numRuns: 1000 },
  );
});

test('without port and before the query texts are told as the simulator cuts them', () => {
  const authorities = fc.string({ unit: fc.constantFrom('a', 'b', ':', '8', '[', ']'), maxLength: 7 });
  const targets = fc.string({ unit: fc.constantFrom('a', 'b', '?', '&', '=', '/'), maxLength: 8 });
  fc.assert(
    fc.property(language, authorities, targets, fc.constantFrom('', 'a', 'ab'), (inner, authority, target, name) => {
      const cut: Language = { kind: 'without-port', inner };
      expect(accepts(cut, authority)).toBe(hasText(cut, authority));
      const path: Language = { kind: 'target-path', inner };
      expect(accepts(path, target)).toBe(hasText(path, target));
      for (const isWanted of [true, false]) {
        const test = { language: inner, isWanted };
        const query: Language = { kind: 'target-query', name, whenMissing: !isWanted, test };
        expect(accepts(query, target)).toBe(hasText(query, target));
      }
    }),
    { numRuns: 2000 },
  );
});

test('numbers are read as header conditions read them', () => {
  const bound = fc.oneof(fc.bigInt({ min: -120n, max: 120n }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));
  const sign = fc.constantFrom('', '-', '+', ' ', '-0', '00', '+-', '--');
  const number = fc.tuple(sign, fc.oneof(fc.bigInt({ min: 0n, max: 130n }), fc.bigInt({ min: 0n, max: 2n ** 64n })));
  const texts = fc
    .tuple(number, fc.constantFrom('', ' ', 'a'))
    .map(([[before, digits], after]) => `${before}${digits}${after}`);
  fc.assert(
    fc.property(bound, bound, fc.array(texts, { minLength: 10, maxLength: 10 }), (start, end, values) => {
      const near = [start - 1n, start, start + 1n, end - 1n, end].map(String);
      for (const value of [...values, ...near, '', '+', '-0']) {
        const condition = {
          name: 'x',
          test: { kind: 'range', start, end },
          invert: false,
          missingIsEmpty: false,
        } as const;
        const request = {
          method: '',
          authority: '',
          path: '',
          scheme: '',
          forwardedProto: '',
          headers: [['x', value]],
        } as const;
        expect(hasText({ kind: 'range', start, end }, value)).toBe(meetsHeaderCondition(condition, request));
      }
    }),
    { numRuns: 500 },
  );
});

test('a text is found where there is one, and passes', () => {
  const tests = fc.array(fc.record({ language, isWanted: fc.boolean() }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(tests, fc.array(letters, { minLength: 30, maxLength: 30 }), (asked, texts) => {
      const found = findText(asked, headerAlphabet, { left: 100_000 });
      if (typeof found === 'string') expect(passes([...asked, ...headerAlphabet.tests], found)).toBe(true);
      else for (const text of texts) expect(passes(asked, text)).toBe(false);
      const searched = searchText([...asked, ...headerAlphabet.tests], headerAlphabet.ranges, { left: 100_000 });
      expect(typeof searched).toBe(typeof found);
    }),
    { numRuns: 1000 },
  );
});

test('what is plainly covered or apart is so', () => {
  fc.assert(
    fc.property(plainLanguage, plainLanguage, (left, right) => {
      const search = (isWanted: boolean) =>
        searchText(
          [
            { language: left, isWanted: true },
            { language: right, isWanted },
          ],
          headerAlphabet.ranges,
          { left: 100_000 },
        );
      if (isCovered(left, right)) expect(search(false)).toBe(undefined);
      if (isApart(left, right)) expect(search(true)).toBe(undefined);
    }),
    { numRuns: 2000 },
  );
});

test('paths are normal exactly where normalising leaves them', () => {
  const path = fc
    .array(
      fc.constantFrom(
        'a',
        'B',
        '.',
        '..',
        '/',
        '//',
        ';',
        '%2e',
        '%2F',
        '%5c',
        '%41',
        '%7E',
        '%00',
        '%zz',
        '%20',
        '\\',
        '|',
        '~',
        '%',
      ),
      { maxLength: 6 },
    )
    .map((parts) => `/${parts.join('')}`);
  const options: fc.Arbitrary<PathOptions> = fc.record({
    normalize: fc.boolean(),
    mergeSlashes: fc.boolean(),
    escapedSlashes: fc.constantFrom('keep', 'reject', 'redirect', 'forward'),
  });
  fc.assert(
    fc.property(path, options, (text, each) => {
      const normal = normalizePath(text, each);
      const isLeft = normal.kind === 'forward' && normal.path === text;
      expect(passes(pathAlphabet(each).tests, text)).toBe(isLeft);
    }),
    { numRuns: 5000 },
  );
});
