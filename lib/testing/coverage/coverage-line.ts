import type { CoverageItem } from './coverage-item.js';

/** A line of a coverage file, as JSON. Files only grow, so that a test process may end as it likes. */
export interface CoverageLine {
  /** `mesh`: everything of a mesh that tests ask. `exercised`: what a request exercised for the first time. */
  readonly kind: 'mesh' | 'exercised';
  readonly items: readonly CoverageItem[];
}
