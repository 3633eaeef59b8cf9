import type { Alphabet } from './alphabet.js';
import { automatonOf } from './automaton-of.js';
import { deadState } from './automaton.js';
import { characterClasses } from './character-classes.js';
import type { TextTest } from './language.js';
import type { Meter } from './meter.js';
import { type Spent, spent } from './spent.js';

/** States of all automata after the same text, and the way there. */
interface Place {
  readonly states: readonly number[];
  readonly character: number | undefined;
  readonly from: Place | undefined;
}

/** The shortest text that passes all tests, found by walking their automata side by side; undefined when there is none. */
export function searchText(
  tests: readonly TextTest[],
  ranges: Alphabet['ranges'],
  budget: Meter,
): string | undefined | Spent {
  const meter = budget;
  const automata = tests.map(({ language }) => automatonOf(language));
  const wanted = tests.map(({ isWanted }) => isWanted);
  const classes = characterClasses(
    ranges,
    automata.flatMap(({ cuts }) => cuts),
  );
  const isMet = (states: readonly number[]): boolean =>
    automata.every((automaton, index) => automaton.accepts(states[index] ?? deadState) === wanted[index]);
  const stepAll = (states: readonly number[], character: number): readonly number[] | undefined => {
    const next: number[] = [];
    for (const [index, automaton] of automata.entries()) {
      const state = automaton.step(states[index] ?? deadState, character);
      if (wanted[index] === true ? state === deadState : automaton.isFull(state)) return undefined;
      next.push(state);
    }
    return next;
  };
  const start: Place = { states: automata.map((each) => each.start), character: undefined, from: undefined };
  if (isMet(start.states)) return '';
  const seen = new Set([start.states.join()]);
  const open = [start];
  // Grows while it is walked.
  for (const place of open) {
    if (meter.left-- <= 0) return spent;
    for (const character of classes) {
      const states = stepAll(place.states, character);
      if (states === undefined) continue;
      const key = states.join();
      if (seen.has(key)) continue;
      seen.add(key);
      const next: Place = { states, character, from: place };
      if (isMet(states)) return textOf(next);
      open.push(next);
    }
  }
  return undefined;
}

function textOf(end: Place): string {
  const characters: number[] = [];
  for (let place: Place | undefined = end; place?.character !== undefined; place = place.from)
    characters.push(place.character);
  return String.fromCodePoint(...characters.reverse());
}
