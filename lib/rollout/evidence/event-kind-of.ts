import type { Measure } from '../../ir/rollout/criterion.js';
import type { EventKind } from './event-kind.js';

/** What a measure counts. */
export function eventKindOf({ kind }: Measure): EventKind {
  return kind === 'rate' ? 'rates' : 'shares';
}
