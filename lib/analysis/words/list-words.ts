/**
 * Joins words for a sentence: `a`, `a and b`, `a, b and c`. Empty for no words.
 *
 * @param conjunction the word before the last. @default 'and'
 */
export function listWords(words: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  const last = words.at(-1);
  if (last === undefined || words.length === 1) return last ?? '';
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}
