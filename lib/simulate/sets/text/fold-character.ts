/** A character as conditions that ignore case compare it. */
export function foldCharacter(character: number): number {
  if (character < 0x80) return character >= 0x41 && character <= 0x5a ? character + 0x20 : character;
  const folded = String.fromCodePoint(character).toLowerCase();
  const first = folded.codePointAt(0) ?? character;
  return String.fromCodePoint(first) === folded ? first : character;
}
