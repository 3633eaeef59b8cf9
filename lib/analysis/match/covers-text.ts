import type { StringMatcher } from '../../ir/match.js';
import { meetsText } from './meets-text.js';

/**
 * Whether every text that meets `inner` meets `outer` too. False where that cannot be told.
 */
export function coversText(outer: StringMatcher, inner: StringMatcher): boolean {
  if (outer.kind === 'present') return true;
  if (inner.kind === 'present') return false;
  if (inner.kind === 'exact') return meetsText(outer, inner.value) === true;
  if (outer.kind !== inner.kind) return false;
  if (outer.kind === 'prefix') return inner.value.startsWith(outer.value);
  if (outer.kind === 'suffix') return inner.value.endsWith(outer.value);
  return outer.value === inner.value;
}
