const longestText = 60;

/**
 * Writes a value as the user would: text in quotes, numbers bare. Long texts are cut.
 */
export function showValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'number') return String(value); // JSON has no NaN and no Infinity
  const text = typeof value === 'function' ? 'a function' : JSON.stringify(value);
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
