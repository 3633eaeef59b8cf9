import type { TextMatcher } from './text-matcher.js';

/** Whether a text meets a condition. */
export function meetsText(matcher: TextMatcher, text: string): boolean {
  if (matcher.kind === 'unknown') return false;
  if (matcher.kind === 'regex') return matcher.regex.testExact(text);
  const { kind, value, ignoreCase } = matcher;
  const compared = ignoreCase ? text.toLowerCase() : text;
  switch (kind) {
    case 'exact':
      return compared === value;
    case 'prefix':
      return compared.startsWith(value);
    case 'suffix':
      return compared.endsWith(value);
    case 'contains':
      return compared.includes(value);
  }
}
