const negatedClasses: Readonly<Record<string, string>> = { '\\S': '[^\\s?]', '\\W': '[^\\w?]', '\\D': '[^\\d?]' };

/** What can take a `?` in RE2: literal stretches, escapes, classes (a `]` that comes first belongs to the class), the dot. */
const tokens = /\\Q[^]*?(?:\\E|$)|\\[^]|\[(\^?)(\]?)((?:\\[^]|\[:\^?\w+:\]|[^\]\\])*)\]|\./g;

/**
 * Narrows a regex over a path so that its dots and negated classes take no `?`: put before `(\?.*)?` it then holds for
 * the path alone, where Envoy matches path and query as one text (`:path`). What names a `?` itself can match no path
 * and stays as it is.
 */
export function regexWithoutQuery(regex: string): string {
  return regex.replace(tokens, (token: string, ...[negation, bracket, members]: (string | undefined)[]) => {
    if (token === '.') return '[^?]';
    if (members === undefined) return negatedClasses[token] ?? token;
    return `[${negation === '^' ? '^?' : ''}${bracket === ']' ? '\\]' : ''}${members}]`;
  });
}
