import type { RE2JS } from 're2js';
import { type Automaton, lazyAutomaton } from './automaton.js';
import { cutsOf } from './cuts-of.js';

/** An instruction of re2js's compiled program, as far as it is read here. */
interface Instruction {
  readonly op: number;
  readonly out: number;
  readonly arg: number;
  readonly runes: Int32Array;
  matchRune(character: number): boolean;
}

/** Instructions of re2js, `Inst`. */
const operation = { alt: 1, altMatch: 2, capture: 3, emptyWidth: 4, match: 6, nop: 7, rune: 8, runeAnyNotNewline: 11 };
const runeAny = 10;
const foldCase = 1;
/** Conditions of `emptyWidth`, `Utils.EMPTY_…` of re2js. */
const empty = { beginLine: 1, endLine: 2, beginText: 4, endText: 8, wordBoundary: 16, noWordBoundary: 32 };
const newline = 0x0a;
const endOfText = -1;

/** The places in the program that are reached, before what is empty is passed, and what stands in front of them. */
interface Place {
  readonly counters: readonly number[];
  readonly before: number;
}

/**
 * The automaton of a regular expression that holds for whole texts. It walks the program that re2js itself runs, so that
 * the syntax is exactly the simulator's.
 */
export function regexAutomaton(regex: RE2JS): Automaton {
  // What re2js calls the program is typed `any`; a test compares the automaton with what re2js matches.
  const { inst: program, start } = regex.re2Input.prog as { inst: readonly Instruction[]; start: number };
  const looksAround = program.some(({ op }) => op === operation.emptyWidth);
  return lazyAutomaton<Place>({
    start: { counters: [start], before: endOfText },
    cuts: [...program.flatMap(instructionCuts), ...(looksAround ? [newline, newline + 1, ...wordCuts] : [])],
    keyOf: ({ counters, before }) => `${looksAround ? sideOf(before) : ''}|${counters.join()}`,
    step: ({ counters, before }, character) => {
      const next = new Set<number>();
      for (const counter of passEmpty(program, counters, contextOf(before, character))) {
        const instruction = program[counter];
        if (instruction !== undefined && takes(instruction, character)) next.add(instruction.out);
      }
      if (next.size === 0) return undefined;
      return { counters: [...next].sort((left, right) => left - right), before: character };
    },
    accepts: ({ counters, before }) => {
      const reached = passEmpty(program, counters, contextOf(before, endOfText));
      return reached.some((counter) => program[counter]?.op === operation.match);
    },
    isFull: ({ counters }) => !looksAround && takesEverything(program, counters),
  });
}

const wordCuts = [0x30, 0x3a, 0x41, 0x5b, 0x5f, 0x60, 0x61, 0x7b];

function instructionCuts({ op, arg, runes }: Instruction): readonly number[] {
  if (op === operation.runeAnyNotNewline) return [newline, newline + 1];
  if (op < operation.rune || op > operation.runeAnyNotNewline) return [];
  if (runes.length === 1) return cutsOf([...runes], { ignoreCase: (arg & foldCase) !== 0 });
  return Array.from(runes, (rune, index) => (index % 2 === 0 ? rune : rune + 1));
}

function takes(instruction: Instruction, character: number): boolean {
  const { op } = instruction;
  if (op === runeAny) return true;
  if (op === operation.runeAnyNotNewline) return character !== newline;
  return op >= operation.rune && op < runeAny && instruction.matchRune(character);
}

function passEmpty(program: readonly Instruction[], counters: readonly number[], context: number): readonly number[] {
  const reached = new Set<number>();
  const open = [...counters];
  for (let counter = open.pop(); counter !== undefined; counter = open.pop()) {
    const instruction = program[counter];
    // The first instruction is that which fails.
    if (counter === 0 || instruction === undefined || reached.has(counter)) continue;
    reached.add(counter);
    const { op, out, arg } = instruction;
    if (op === operation.alt || op === operation.altMatch) open.push(out, arg);
    else if (op === operation.nop || op === operation.capture) open.push(out);
    else if (op === operation.emptyWidth && (arg & ~context) === 0) open.push(out);
  }
  return [...reached];
}

/** Whether what is reached ends the text or takes any character and comes back: `.*` at the end of an expression. */
function takesEverything(program: readonly Instruction[], counters: readonly number[]): boolean {
  const reached = passEmpty(program, counters, 0);
  if (!reached.some((counter) => program[counter]?.op === operation.match)) return false;
  return reached.some((counter) => {
    const instruction = program[counter];
    if (instruction === undefined) return false;
    const { op, out } = instruction;
    if (op !== runeAny && op !== operation.runeAnyNotNewline) return false;
    const behind = passEmpty(program, [out], 0);
    return behind.includes(counter) && behind.some((each) => program[each]?.op === operation.match);
  });
}

function contextOf(before: number, after: number): number {
  let context = isWord(before) === isWord(after) ? empty.noWordBoundary : empty.wordBoundary;
  if (before === endOfText) context |= empty.beginText | empty.beginLine;
  if (before === newline) context |= empty.beginLine;
  if (after === endOfText) context |= empty.endText | empty.endLine;
  if (after === newline) context |= empty.endLine;
  return context;
}

function sideOf(before: number): string {
  if (before === endOfText) return 'start';
  if (before === newline) return 'line';
  return isWord(before) ? 'word' : 'other';
}

function isWord(character: number): boolean {
  return character !== endOfText && /^\w$/.test(String.fromCodePoint(character));
}
