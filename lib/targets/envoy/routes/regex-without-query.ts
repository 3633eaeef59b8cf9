const negatedClasses: Readonly<Record<string, string>> = { S: '[^\\s?]', W: '[^\\w?]', D: '[^\\d?]' };

/**
 * Narrows a regex over a path so that nothing in it takes a `?`: put before `(\?.*)?` it then holds for the path alone,
 * where Envoy matches path and query as one text (`:path`). What names a literal `?` can match no path and stays.
 */
export function regexWithoutQuery(regex: string): string {
  let result = '';
  let inClass = false;
  for (let at = 0; at < regex.length; at++) {
    const character = regex.charAt(at);
    if (character === '\\') {
      const escaped = regex.charAt(++at);
      if (escaped === 'Q') {
        // \Q…\E is literal text: copied whole.
        const end = regex.indexOf('\\E', at);
        const stop = end === -1 ? regex.length : end + 2;
        result += regex.slice(at - 1, stop);
        at = stop - 1;
      } else {
        result += inClass ? `\\${escaped}` : (negatedClasses[escaped] ?? `\\${escaped}`);
      }
    } else if (inClass) {
      inClass = character !== ']';
      result += character;
    } else if (character === '[') {
      inClass = true;
      const negated = regex.charAt(at + 1) === '^';
      result += negated ? '[^?' : '[';
      if (negated) at++;
      // A `]` that comes first in a class is an ordinary character; so is the `[` of `[:alpha:]`, which `]` closes early
      // without harm: what follows holds no class of its own.
      if (regex.charAt(at + 1) === ']') {
        result += '\\]';
        at++;
      }
    } else {
      result += character === '.' ? '[^?]' : character;
    }
  }
  return result;
}
