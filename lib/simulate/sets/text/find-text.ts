import type { Alphabet } from './alphabet.js';
import { isApart } from './is-apart.js';
import { isCovered } from './is-covered.js';
import type { Language, TextTest } from './language.js';
import type { Meter } from './meter.js';
import { passes } from './passes.js';
import { searchText } from './search-text.js';
import type { Spent } from './spent.js';

/**
 * A text that passes all tests, as plain and short as is easy to find; undefined when there is none. Literal texts are
 * decided by comparing them, automata are walked only where that is not enough.
 */
export function findText(asked: readonly TextTest[], alphabet: Alphabet, meter: Meter): string | undefined | Spent {
  const tests = [...asked, ...alphabet.tests];
  const wanted = asked.filter(({ isWanted }) => isWanted).map(({ language }) => language);
  const only = wanted.find((language) => language.kind === 'exact' && !language.ignoreCase);
  if (only?.kind === 'exact')
    return isWritable(only.value, alphabet) && passes(tests, only.value) ? only.value : undefined;
  if (isPlainlyEmpty(wanted, tests)) return undefined;
  const guess = guesses(wanted, alphabet).find(
    (text) => isWritable(text, alphabet) && passes(tests, text) && passes(alphabet.plain, text),
  );
  if (guess !== undefined) return guess;
  const found = searchText(tests, alphabet.ranges, meter);
  if (typeof found !== 'string' || passes(alphabet.plain, found)) return found;
  const plain = searchText([...tests, ...alphabet.plain], alphabet.ranges, meter);
  return typeof plain === 'string' ? plain : found;
}

function isPlainlyEmpty(wanted: readonly Language[], tests: readonly TextTest[]): boolean {
  return wanted.some((language, index) =>
    tests.some((test, at) =>
      test.isWanted ? at > index && isApart(language, test.language) : isCovered(language, test.language),
    ),
  );
}

function guesses(wanted: readonly Language[], { examples, tails }: Alphabet): readonly string[] {
  const plain = wanted.filter((language) => 'ignoreCase' in language);
  const longest = (kinds: readonly string[]): string =>
    plain
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ value }) => value)
      .reduce((best, value) => (value.length > best.length ? value : best), '');
  const start = longest(['exact', 'prefix', 'separated-prefix', 'longer-prefix']);
  const middle = plain.filter(({ kind }) => kind === 'contains').map(({ value }) => value);
  const end = longest(['suffix', 'longer-suffix']);
  if (start === '' && middle.length === 0 && end === '') return examples;
  const body = [start, ...middle].join('');
  return [...tails.map((tail) => body + tail + end), `${body}${end}`];
}

function isWritable(text: string, { ranges }: Alphabet): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (!ranges.some(([first, last]) => code >= first && code <= last)) return false;
  }
  return true;
}
