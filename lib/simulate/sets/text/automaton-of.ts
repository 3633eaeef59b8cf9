import { memoiseByObject } from '../../../util/memoise-by-object.js';
import { type Automaton, deadState, lazyAutomaton } from './automaton.js';
import type { Language } from './language.js';
import { plainAutomaton } from './plain-automaton.js';
import { queryAutomaton } from './query-automaton.js';
import { rangeAutomaton } from './range-automaton.js';
import { regexAutomaton } from './regex-automaton.js';

/** The automaton of a language. */
export const automatonOf: (language: Language) => Automaton = memoiseByObject(build);

function build(language: Language): Automaton {
  switch (language.kind) {
    case 'exact':
    case 'prefix':
    case 'separated-prefix':
    case 'longer-prefix':
    case 'suffix':
    case 'longer-suffix':
    case 'contains':
      return plainAutomaton(language);
    case 'regex':
      return automatonOfRegex(language.regex);
    case 'range':
      return rangeAutomaton(language);
    case 'nothing':
      return nothing;
    case 'without-port':
      return beforePort(automatonOf(language.inner));
    case 'target-path':
      return beforeQuery(automatonOf(language.inner));
    case 'target-query':
      return queryAutomaton(
        language,
        typeof language.test === 'string' ? undefined : automatonOf(language.test.language),
      );
  }
}

const automatonOfRegex = memoiseByObject(regexAutomaton);

const nothing = lazyAutomaton<number>({
  start: 0,
  cuts: [],
  keyOf: (state) => state,
  step: () => undefined,
  accepts: () => false,
});

const [questionMark, colon, bracket] = [0x3f, 0x3a, 0x5d] as const;

function beforeQuery(inner: Automaton): Automaton {
  return lazyAutomaton<{ readonly state: number; readonly isOver: boolean }>({
    start: { state: inner.start, isOver: false },
    cuts: [...inner.cuts, questionMark, questionMark + 1],
    keyOf: ({ state, isOver }) => `${state}|${isOver}`,
    step: ({ state, isOver }, character) => {
      if (isOver) return { state, isOver };
      if (character === questionMark) return inner.accepts(state) ? { state, isOver: true } : undefined;
      const next = inner.step(state, character);
      return next === deadState ? undefined : { state: next, isOver };
    },
    accepts: ({ state }) => inner.accepts(state),
    isFull: ({ state, isOver }) => (isOver ? inner.accepts(state) : inner.isFull(state)),
  });
}

/** Keeps the state of all that was read, and that before the last colon, which may turn out to begin the port. */
function beforePort(inner: Automaton): Automaton {
  return lazyAutomaton<{ readonly state: number; readonly host: number | undefined }>({
    start: { state: inner.start, host: undefined },
    cuts: [...inner.cuts, colon, colon + 1, bracket, bracket + 1],
    keyOf: ({ state, host }) => `${state}|${host ?? ''}`,
    step: ({ state, host }, character) => {
      const next = inner.step(state, character);
      const cut = character === colon ? state : character === bracket ? undefined : host;
      const isDead = next === deadState && (cut === undefined || !inner.accepts(cut));
      return isDead ? undefined : { state: next, host: cut };
    },
    accepts: ({ state, host }) => inner.accepts(host ?? state),
  });
}
