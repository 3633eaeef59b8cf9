import type { StringMatcher } from '../../ir/match.js';
import { meetsText } from './meets-text.js';

/**
 * Whether no text meets both conditions. False where that cannot be told: regular expressions are tried on whole
 * values only.
 */
export function excludesText(a: StringMatcher, b: StringMatcher): boolean {
  if (a.kind === 'exact') return meetsText(b, a.value) === false;
  if (b.kind === 'exact') return meetsText(a, b.value) === false;
  if (a.kind === 'prefix' && b.kind === 'prefix') return !a.value.startsWith(b.value) && !b.value.startsWith(a.value);
  if (a.kind === 'suffix' && b.kind === 'suffix') return !a.value.endsWith(b.value) && !b.value.endsWith(a.value);
  return false;
}
