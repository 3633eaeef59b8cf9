import { hasText } from './has-text.js';
import type { Language, PlainLanguage } from './language.js';

/**
 * Whether two languages plainly have no text in common, by a look at the literal texts that define them. False also
 * where it would take automata to see.
 */
export function isApart(left: Language, right: Language): boolean {
  if (!('ignoreCase' in left) || !('ignoreCase' in right)) return false;
  if (left.kind === 'exact' && !left.ignoreCase) return !hasText(right, left.value);
  if (right.kind === 'exact' && !right.ignoreCase) return !hasText(left, right.value);
  const [one, other] = [left.value.toLowerCase(), right.value.toLowerCase()];
  if (begins(left) && begins(right)) return !one.startsWith(other) && !other.startsWith(one);
  if (ends(left) && ends(right)) return !one.endsWith(other) && !other.endsWith(one);
  return false;
}

function begins({ kind }: PlainLanguage): boolean {
  return kind === 'exact' || kind === 'prefix' || kind === 'separated-prefix' || kind === 'longer-prefix';
}

function ends({ kind }: PlainLanguage): boolean {
  return kind === 'exact' || kind === 'suffix' || kind === 'longer-suffix';
}
