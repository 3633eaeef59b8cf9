const kelvin = 0x212a;
const longS = 0x17f;

/**
 * The cuts around some characters.
 *
 * @param options.ignoreCase also around what differs from them in case only
 */
export function cutsOf(characters: readonly number[], { ignoreCase }: { readonly ignoreCase: boolean }): number[] {
  const all = ignoreCase ? characters.flatMap(variants) : characters;
  return all.flatMap((character) => [character, character + 1]);
}

function variants(character: number): number[] {
  const text = String.fromCodePoint(character);
  const cases = [text.toLowerCase(), text.toUpperCase()].flatMap((each) =>
    Array.from(each, (one) => one.codePointAt(0) ?? 0),
  );
  // Unicode folds these two to letters of ASCII.
  return [character, ...cases, ...(/k/i.test(text) ? [kelvin] : []), ...(/s/i.test(text) ? [longS] : [])];
}
