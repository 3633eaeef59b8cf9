import { listWords } from './list-words.js';

const longestList = 8;

/**
 * Joins names for a sentence, each in quotes; of a long list only the start.
 */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, longestList).map((name) => `"${name}"`);
  const left = names.length - shown.length;
  return left === 0 ? listWords(shown) : listWords([...shown, `${left} more`]);
}
