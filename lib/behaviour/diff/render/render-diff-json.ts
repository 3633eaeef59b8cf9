import type { ChangeSeverity } from '../change-severity.js';
import type { MeshDiff } from '../mesh-diff.js';
import { countChanges } from './count-changes.js';

/** What `meshwright diff --json` prints; `docs/guides/diff.md` documents it. */
export interface JsonDiff {
  /** Sorted by name. */
  readonly meshes: readonly MeshDiff[];
  readonly summary: Readonly<Record<ChangeSeverity, number>>;
}

/** A difference as data. */
export function renderDiffJson(meshes: readonly MeshDiff[]): JsonDiff {
  return { meshes, summary: countChanges(meshes) };
}
