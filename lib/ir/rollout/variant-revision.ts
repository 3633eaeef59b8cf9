import { contentName } from '../content-name.js';
import type { ConfigurationChange } from './configuration-change.js';
import type { RolloutSubject } from './rollout.js';

/** Policies, or a configuration, that stand beside those in force. */
export type VariantSubject =
  Exclude<RolloutSubject, { readonly kind: 'versions' }> | Omit<ConfigurationChange, 'candidate'>;

/** Names what is tried by its content, so that a share that was given to something else is not taken for its own. */
export function variantRevision(subject: VariantSubject): string {
  // A configuration has its name in "to".
  return contentName({ ...subject, candidate: undefined });
}
