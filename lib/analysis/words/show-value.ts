const longestText = 60;

/**
 * Writes a value as the user would: text in quotes, numbers bare. Long texts are cut.
 */
export function showValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'number') return String(value); // JSON has no NaN and no Infinity
  if (typeof value === 'string') return JSON.stringify(shorten(value));
  return typeof value === 'function' ? 'a function' : shorten(JSON.stringify(value));
}

function shorten(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
