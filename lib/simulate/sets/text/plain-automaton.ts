import { type Automaton, lazyAutomaton } from './automaton.js';
import { cutsOf } from './cuts-of.js';
import { foldCharacter } from './fold-character.js';
import type { PlainLanguage } from './language.js';

/** The automaton of a language that a literal text defines. A state counts the characters that are matched. */
export function plainAutomaton(language: PlainLanguage): Automaton {
  switch (language.kind) {
    case 'exact':
    case 'prefix':
    case 'separated-prefix':
    case 'longer-prefix':
      return chain(language);
    case 'suffix':
    case 'contains':
    case 'longer-suffix':
      return search(language);
  }
}

interface Wanted {
  readonly characters: readonly number[];
  readonly fold: (character: number) => number;
}

function wantedOf({ value, ignoreCase }: PlainLanguage): Wanted {
  const characters = Array.from(value, (text) => text.codePointAt(0) ?? 0);
  return { characters, fold: ignoreCase ? foldCharacter : (character) => character };
}

function chain(language: PlainLanguage): Automaton {
  const { kind, separator = '', ignoreCase } = language;
  const { characters, fold } = wantedOf(language);
  const { length } = characters;
  const after = separator.codePointAt(0);
  return lazyAutomaton<number>({
    start: 0,
    cuts: cutsOf(after === undefined ? characters : [...characters, after], { ignoreCase }),
    keyOf: (count) => count,
    step: (count, character) => {
      if (count < length) return fold(character) === characters[count] ? count + 1 : undefined;
      if (kind === 'prefix' || count > length) return count;
      if (kind === 'longer-prefix') return count + 1;
      return kind === 'separated-prefix' && character === after ? count + 1 : undefined;
    },
    accepts: (count) => (kind === 'longer-prefix' ? count > length : count >= length),
    isFull: (count) => (kind === 'prefix' ? count >= length : count > length),
  });
}

/** What is matched so far at the end of the text, and how long the text is, up to one more than the wanted text. */
interface SearchState {
  readonly count: number;
  readonly seen: number;
}

function search(language: PlainLanguage): Automaton {
  const { kind, ignoreCase } = language;
  const { characters, fold } = wantedOf(language);
  const { length } = characters;
  const borders = bordersOf(characters);
  const next = (from: number, character: number): number => {
    let count = from;
    while (count === length || (count > 0 && characters[count] !== character)) {
      if (count === 0) return 0;
      count = borders[count - 1] ?? 0;
    }
    return characters[count] === character ? count + 1 : 0;
  };
  return lazyAutomaton<SearchState>({
    start: { count: 0, seen: 0 },
    cuts: cutsOf(characters, { ignoreCase }),
    keyOf: ({ count, seen }) => count * (length + 2) + seen,
    step: ({ count, seen }, character) => {
      if (kind === 'contains' && count === length) return { count, seen };
      const longer = kind === 'longer-suffix' ? Math.min(seen + 1, length + 1) : 0;
      return { count: next(count, fold(character)), seen: longer };
    },
    accepts: ({ count, seen }) => count === length && (kind !== 'longer-suffix' || seen > length),
    isFull: ({ count }) => (kind === 'contains' || length === 0) && kind !== 'longer-suffix' && count === length,
  });
}

/** Of each beginning of a text, the length of the longest shorter beginning that it ends with (Knuth, Morris, Pratt). */
function bordersOf(characters: readonly number[]): readonly number[] {
  const borders: number[] = [];
  let count = 0;
  characters.forEach((character, index) => {
    if (index > 0) {
      while (count > 0 && characters[count] !== character) count = borders[count - 1] ?? 0;
      if (characters[count] === character) count++;
    }
    borders.push(count);
  });
  return borders;
}
