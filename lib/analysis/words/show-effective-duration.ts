import type { Effective } from '../../ir/effective-mesh.js';
import { showDuration } from './show-duration.js';

/**
 * Writes a time limit and, where nobody set it, that it is a default: `3 s`, `15 s (default)`, `for ever`.
 */
export function showEffectiveDuration({ value, origin }: Effective<number | 'none'>): string {
  const text = value === 'none' ? 'for ever' : showDuration(value);
  return origin.kind === 'default' ? `${text} (default)` : text;
}
