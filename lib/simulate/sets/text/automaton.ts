/** A deterministic automaton over code points. States are numbers that mean something to this automaton only. */
export interface Automaton {
  readonly start: number;
  /**
   * Where the alphabet is cut: between two neighbouring cuts all characters lead the same way.
   */
  readonly cuts: readonly number[];
  /** The state behind a character; `deadState` where nothing can follow any more that would be accepted. */
  step(state: number, character: number): number;
  accepts(state: number): boolean;
  /** Whether everything that follows is accepted; false also where that is not known. */
  isFull(state: number): boolean;
}

/** The state that no text leaves. */
export const deadState = -1;

/** How an automaton goes on; `S` is what a state stands for. */
export interface AutomatonRule<S> {
  readonly start: S;
  readonly cuts: readonly number[];
  /** The same for equal states only. */
  readonly keyOf: (state: S) => string | number;
  /** Undefined for the dead state. */
  readonly step: (state: S, character: number) => S | undefined;
  readonly accepts: (state: S) => boolean;
  readonly isFull?: (state: S) => boolean;
}

const codePointBits = 2 ** 21;

/**
 * Makes an automaton whose states come into being as they are reached. Conjunctions with negations are searched state
 * by state, so that no product, complement or minimal automaton is ever built.
 *
 * The npm package `refa` was weighed: it determinises whole automata, and its reader speaks the regular expressions of
 * JavaScript. Here those of RE2 are needed exactly as the simulator runs them, and mostly a search ends after few states.
 */
export function lazyAutomaton<S>(rule: AutomatonRule<S>): Automaton {
  const states: S[] = [];
  const numbers = new Map<string | number, number>();
  const steps = new Map<number, number>();
  const numberOf = (state: S): number => {
    const key = rule.keyOf(state);
    let number = numbers.get(key);
    if (number === undefined) {
      number = states.length;
      numbers.set(key, number);
      states.push(state);
    }
    return number;
  };
  const start = numberOf(rule.start);
  // Only numbers that numberOf gave are ever asked for.
  const stateOf = (number: number): S => states[number] as S;
  return {
    start,
    cuts: rule.cuts,
    step: (number, character) => {
      if (number === deadState) return deadState;
      const key = number * codePointBits + character;
      let next = steps.get(key);
      if (next === undefined) {
        const state = rule.step(stateOf(number), character);
        next = state === undefined ? deadState : numberOf(state);
        steps.set(key, next);
      }
      return next;
    },
    accepts: (number) => number !== deadState && rule.accepts(stateOf(number)),
    isFull: (number) => number !== deadState && rule.isFull?.(stateOf(number)) === true,
  };
}
