import { hasText } from './has-text.js';
import type { Language, PlainLanguage } from './language.js';

/**
 * Whether one language is plainly inside another one, by a look at the literal texts that define them. False also where
 * it would take automata to see.
 */
export function isCovered(inner: Language, outer: Language): boolean {
  if (inner === outer) return true;
  if (!('ignoreCase' in inner) || !('ignoreCase' in outer)) return false;
  if (inner.ignoreCase && !outer.ignoreCase) return false;
  const value = outer.ignoreCase ? inner.value.toLowerCase() : inner.value;
  if (inner.kind === 'exact') return hasText(outer, value);
  if (outer.kind === 'contains') return value.includes(outer.value);
  if (value === outer.value) return isSameOrNarrower(inner, outer);
  if (begins(inner)) return isLonger(value, outer);
  return ends(inner) && ends(outer) && value.endsWith(outer.value);
}

/** Of two languages with the same text, neither of them `contains`. */
function isSameOrNarrower(inner: PlainLanguage, outer: PlainLanguage): boolean {
  if (inner.kind === outer.kind) return inner.separator === outer.separator;
  return (outer.kind === 'prefix' && begins(inner)) || (outer.kind === 'suffix' && ends(inner));
}

/** Whether all that begins with a text, which is not that of the other language, is in that language. */
function isLonger(value: string, { kind, value: start, separator = '' }: PlainLanguage): boolean {
  if (kind === 'separated-prefix') return value.startsWith(start + separator);
  return (kind === 'prefix' || kind === 'longer-prefix') && value.startsWith(start);
}

function begins({ kind }: PlainLanguage): boolean {
  return kind === 'prefix' || kind === 'separated-prefix' || kind === 'longer-prefix';
}

function ends({ kind }: PlainLanguage): boolean {
  return kind === 'suffix' || kind === 'longer-suffix';
}
