import type { BehaviourDiff } from './behaviour-diff.js';

/** What became of one mesh between two revisions. */
export interface MeshDiff extends BehaviourDiff {
  readonly name: string;
  /** `added` and `removed` have one change that says so. */
  readonly status: 'same' | 'changed' | 'added' | 'removed';
}
