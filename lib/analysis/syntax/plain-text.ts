/**
 * The text that a regular expression of letters, digits and escaped punctuation stands for. Undefined for any other.
 */
export function plainText(pattern: string): string | undefined {
  if (!/^(?:[^\\^$.|?*+()[\]{}]|\\[!-/:-@[-`{-~])*$/.test(pattern)) return undefined;
  return pattern.replace(/\\(.)/g, '$1');
}
