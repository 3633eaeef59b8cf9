import type { Alphabet } from './alphabet.js';

const readable = 'abcdefghijklmnopqrstuvwxyz0123456789-./ABCDEFGHIJKLMNOPQRSTUVWXYZ_=,:?&%';
const rankByCharacter = new Map(Array.from(readable, (text, index) => [text.codePointAt(0) ?? 0, index]));

/** One character for each class of an alphabet that automata tell apart, the most readable first. */
export function characterClasses(ranges: Alphabet['ranges'], cuts: Iterable<number>): readonly number[] {
  const sorted = [...new Set(cuts)].sort((left, right) => left - right);
  const classes = ranges.flatMap(([first, last]) => {
    const inside = sorted.filter((cut) => cut > first && cut <= last);
    return [first, ...inside].map((from, index) => representative(from, (inside[index] ?? last + 1) - 1));
  });
  return classes.sort((left, right) => rankOf(left) - rankOf(right));
}

function rankOf(character: number): number {
  return rankByCharacter.get(character) ?? readable.length + character;
}

function representative(first: number, last: number): number {
  let best = first;
  for (const character of rankByCharacter.keys())
    if (character >= first && character <= last && rankOf(character) < rankOf(best)) best = character;
  return best;
}
