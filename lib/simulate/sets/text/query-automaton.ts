import { type Automaton, lazyAutomaton } from './automaton.js';
import { cutsOf } from './cuts-of.js';
import type { Language } from './language.js';

/** Where the reader of a path with query stands. */
type QueryState =
  /** Before the query, or in a parameter of another name. */
  | { readonly at: 'path' | 'other' }
  | { readonly at: 'name'; readonly count: number }
  | { readonly at: 'value'; readonly state: number }
  /** Behind the first parameter of the name. */
  | { readonly at: 'done'; readonly isMet: boolean };

const [questionMark, ampersand, equals] = [0x3f, 0x26, 0x3d] as const;

/**
 * The automaton of paths with query whose first parameter of a name passes a test.
 *
 * @param values that of the language which the test is about; undefined where it is about none
 */
export function queryAutomaton(
  { name, whenMissing, test }: Extract<Language, { kind: 'target-query' }>,
  values: Automaton | undefined,
): Automaton {
  const characters = Array.from(name, (text) => text.codePointAt(0) ?? 0);
  const isMet = (state: number): boolean =>
    typeof test === 'string' || values === undefined ? test === 'always' : values.accepts(state) === test.isWanted;
  const startOfValue = values?.start ?? 0;
  const afterName = (count: number, character: number): QueryState => {
    const isName = count === characters.length;
    if (character === ampersand) return isName ? { at: 'done', isMet: isMet(startOfValue) } : { at: 'name', count: 0 };
    if (character === equals) return isName ? { at: 'value', state: startOfValue } : { at: 'other' };
    return character === characters[count] ? { at: 'name', count: count + 1 } : { at: 'other' };
  };
  return lazyAutomaton<QueryState>({
    start: { at: 'path' },
    cuts: [...cutsOf([questionMark, ampersand, equals, ...characters], { ignoreCase: false }), ...(values?.cuts ?? [])],
    keyOf: (state) => JSON.stringify(state),
    step: (state, character) => {
      switch (state.at) {
        case 'path':
          return character === questionMark ? { at: 'name', count: 0 } : state;
        case 'other':
          return character === ampersand ? { at: 'name', count: 0 } : state;
        case 'name':
          return afterName(state.count, character);
        case 'value':
          if (character === ampersand) return { at: 'done', isMet: isMet(state.state) };
          return { at: 'value', state: values?.step(state.state, character) ?? 0 };
        case 'done':
          return state.isMet ? state : undefined;
      }
    },
    accepts: (state) => {
      switch (state.at) {
        case 'path':
        case 'other':
          return whenMissing;
        case 'name':
          return state.count === characters.length ? isMet(startOfValue) : whenMissing;
        case 'value':
          return isMet(state.state);
        case 'done':
          return state.isMet;
      }
    },
    isFull: (state) => state.at === 'done' && state.isMet,
  });
}
